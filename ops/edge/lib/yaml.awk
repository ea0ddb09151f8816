# What can be seen without a parser: each line is a key, an item or a comment, indented by pairs of spaces and never by two levels at once.
function wrong(what) {
    printf "line %d: %s\n", NR, what > "/dev/stderr"
    failed = 1
    exit 1
}

/^[ ]*(#.*)?$/ { next }

{
    if (index($0, "\t")) wrong("a tab")
    match($0, /^ */)
    indent = RLENGTH
    if (indent % 2) wrong("an odd indentation")
    if (indent > last + 2 + (item ? 2 : 0)) wrong("indented too far")
    body = substr($0, indent + 1)
    item = 0
    if (substr(body, 1, 2) == "- ") { item = 1; body = substr(body, 3) }
    if (!item && body !~ /^[A-Za-z0-9_.-]+:( .+)?$/) wrong("neither a key nor an item")
    quotes = gsub(/"/, "\"", body)
    if (quotes % 2) wrong("a quote without an end")
    last = indent
    seen = 1
}

END { if (!failed && !seen) { print "nothing in it" > "/dev/stderr"; exit 1 } }
