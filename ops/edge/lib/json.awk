# Reads one JSON text strictly. Prints each text, number and word of its objects as KEY=VALUE (awg.jc becomes AWG_JC, lists of texts are
# joined with commas); what has other characters, or stands in a list of objects, is left out. Exit 1 and a word when it is no JSON.
{ text = text $0 "\n" }

END {
    at = 1
    size = length(text)
    blank()
    value("", 0)
    blank()
    if (at <= size) wrong("more text behind the value")
    for (i = 1; i <= lines; i++)
        if (line[i] ~ /^[A-Z0-9_]+=[A-Za-z0-9._:\/,@+=~-]*$/) print line[i]
}

function wrong(what) {
    if (!failed) printf "%s at character %d\n", what, at > "/dev/stderr"
    failed = 1
    exit 1
}

function blank() { while (at <= size && index(" \t\r\n", substr(text, at, 1))) at++ }

function emit(path, content) { if (path != "") line[++lines] = toupper(path) "=" content }

# kept: whether the content counts; it does not within lists of objects.
function value(path, depth,    c, word) {
    if (depth > 32) wrong("nested too deep")
    c = substr(text, at, 1)
    if (c == "{") object(path, depth)
    else if (c == "[") list(path, depth)
    else if (c == "\"") emit(path, string())
    else {
        word = scalar()
        if (word != "null") emit(path, word)
    }
}

function scalar(    word) {
    word = ""
    while (at <= size && index("-+.0123456789eEtrufalsn", substr(text, at, 1))) word = word substr(text, at++, 1)
    if (word !~ /^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?)$/) wrong("neither a text, a number nor a word")
    return word
}

function string(    out, c, code) {
    at++
    out = ""
    while (1) {
        if (at > size) wrong("a text without an end")
        c = substr(text, at++, 1)
        if (c == "\"") return out
        if (c < " ") wrong("a control character in a text")
        if (c != "\\") { out = out c; continue }
        c = substr(text, at++, 1)
        if (c == "u") {
            code = substr(text, at, 4)
            if (code !~ /^[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]$/) wrong("not four hex digits")
            at += 4
            # Not in the set of characters anyway.
            out = out " "
        } else if (c == "" || !index("\"\\/bfnrt", c)) wrong("an escape that does not exist")
        else out = out (c == "\"" || c == "\\" || c == "/" ? c : " ")
    }
}

function object(path, depth,    name) {
    at++
    blank()
    if (substr(text, at, 1) == "}") { at++; return }
    while (1) {
        blank()
        if (substr(text, at, 1) != "\"") wrong("a name was expected")
        name = string()
        blank()
        if (substr(text, at++, 1) != ":") wrong("a colon was expected")
        blank()
        value(path == "-" ? "-" : (path == "" ? name : path "_" name), depth + 1)
        blank()
        if (substr(text, at, 1) == ",") { at++; continue }
        if (substr(text, at++, 1) == "}") return
        wrong("a comma or the object's end was expected")
    }
}

function list(path, depth,    joined, count, c, plain) {
    at++
    blank()
    if (substr(text, at, 1) == "]") { at++; return }
    plain = 1
    while (1) {
        blank()
        c = substr(text, at, 1)
        if (c == "{" || c == "[") { plain = 0; value("-", depth + 1) }
        else joined = joined (count++ ? "," : "") (c == "\"" ? string() : scalar())
        blank()
        if (substr(text, at, 1) == ",") { at++; continue }
        if (substr(text, at++, 1) == "]") break
        wrong("a comma or the list's end was expected")
    }
    if (plain) emit(path, joined)
}
