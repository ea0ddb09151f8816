# Renders a template: {{KEY}} is the value, a line that begins with {{?KEY}} stays only where KEY has one. Nothing else has a meaning.
# A key without a line in the values is an error: exit 1 and its name.
BEGIN {
    while ((getline pair < values) > 0) {
        p = index(pair, "=")
        set[substr(pair, 1, p - 1)] = substr(pair, p + 1)
    }
}

{
    rest = $0
    while (substr(rest, 1, 3) == "{{?") {
        end = index(rest, "}}")
        if (!end) wrong("a condition without an end")
        key = substr(rest, 4, end - 4)
        if (!(key in set) || set[key] == "") next
        rest = substr(rest, end + 2)
    }
    out = ""
    while (start = index(rest, "{{")) {
        end = index(rest, "}}")
        if (end < start) wrong("a key without an end")
        key = substr(rest, start + 2, end - start - 2)
        if (key !~ /^[A-Z0-9_]+$/) wrong("a key that is none")
        if (!(key in set)) wrong(key " is not known")
        out = out substr(rest, 1, start - 1) set[key]
        rest = substr(rest, end + 2)
    }
    print out rest
}

function wrong(what) {
    printf "line %d: %s\n", NR, what > "/dev/stderr"
    exit 1
}
