"""The text of Swift files: code without comments and strings, and the names that it declares.

Everything is found by pattern, without a compiler: fast, and enough to see who names whom.
"""

import re
from dataclasses import dataclass, field


def code_of(text):
    """The code of a file: comments and strings blanked, interpolations and line breaks kept."""
    out = []
    scan_code(text, 0, out, interpolation=False)
    return "".join(out)


DELIMITER = re.compile(r'//[^\n]*|/\*|#*"""|#*"|[()]')


def scan_code(text, start, out, interpolation):
    """Copies code up to the end of the text or the parenthesis that closes an interpolation."""
    depth = 0
    while match := DELIMITER.search(text, start):
        out.append(text[start : match.start()])
        token, start = match.group(), match.end()
        if token.startswith("//"):
            out.append(" ")
        elif token == "/*":
            start = scan_comment(text, start, out)
        elif token.endswith('"'):
            start = scan_string(text, start, out, token)
        else:
            out.append(token)
            depth += 1 if token == "(" else -1
            if interpolation and depth < 0:
                return start
    out.append(text[start:])
    return len(text)


def scan_comment(text, start, out):
    """Passes over the rest of a block comment; these nest."""
    depth = 1
    for match in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            out.append("\n" * text.count("\n", start, match.end()))
            return match.end()
    return len(text)


def scan_string(text, start, out, opening):
    """Passes over the rest of a string literal, and copies the code of its interpolations."""
    hashes = "#" * opening.count("#")
    closing = opening.lstrip("#") + hashes
    stop = re.compile(re.escape(closing) + "|" + re.escape("\\" + hashes) + r"(.)", re.DOTALL)
    out.append(' "" ')
    while match := stop.search(text, start):
        out.append("\n" * text.count("\n", start, match.end()))
        start = match.end()
        if match.group() == closing:
            return start
        if match.group(1) == "(":
            out.append("(")
            start = scan_code(text, start, out, interpolation=True)
    return len(text)


DECLARATION = re.compile(
    r"[{}]|(?:\b(private|fileprivate)\s+(?:(?:final|indirect|static)\s+)*)?"
    r"\b(struct|class|enum|actor|protocol|typealias|associatedtype|extension|func)\s+"
    r"(?!(?:func|var|let|subscript)\b)([A-Za-z_][\w.]*)\s*(<[^(){]*?>(?=\s*[({:]|\s+where))?"
)
IMPORT = re.compile(
    r"^[ \t]*(?:@[\w()]+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?(\w+)",
    re.MULTILINE,
)
# A word that is not a member, with the types that follow it: `Outer.Inner`.
NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.[A-Z]\w*)*")
PARAMETER = re.compile(r"[<,]\s*(?:let\s+|each\s+)?([A-Za-z_]\w*)")


@dataclass
class SwiftFile:
    """What a file declares: names that others can use, and those that mean something only here."""

    path: str
    target: str
    folder: str
    code: str
    types: dict = field(default_factory=dict)  # `Outer.Inner` -> kind
    functions: set = field(default_factory=set)  # free functions
    methods: set = field(default_factory=set)
    associated: set = field(default_factory=set)
    extended: set = field(default_factory=set)  # the types that are declared or extended here
    local: set = field(default_factory=set)  # generic parameters, private and local types

    def __post_init__(self):
        scopes, opening = [], None
        for match in DECLARATION.finditer(self.code):
            private, kind, name, parameters = match.groups()
            if match.group() == "{":
                scopes.append(opening)
                opening = None
            elif match.group() == "}":
                scopes = scopes[:-1]
            else:
                self.local.update(PARAMETER.findall(parameters or ""))
                self.declare(kind, name, scopes, private)
                if kind not in ("func", "typealias", "associatedtype"):
                    opening = name

    def declare(self, kind, name, scopes, private):
        path = None if None in scopes else ".".join(scopes + [name])
        if kind == "associatedtype":
            self.associated.add(name)
        elif kind == "extension":
            self.extended.add(name)
        elif private or path is None:
            self.local.add(name)
        elif kind == "func":
            (self.methods if scopes else self.functions).add(name)
        else:
            self.types[path] = kind
            self.extended.add(path)

    def line(self, position):
        return self.code.count("\n", 0, position) + 1


def read(root):
    """Every Swift file of a package's targets."""
    files = []
    for path in sorted((root / "Sources").rglob("*.swift")):
        target, *folders, _ = path.relative_to(root / "Sources").parts
        code = code_of(path.read_text(encoding="utf-8"))
        where = path.relative_to(root).as_posix()
        files.append(SwiftFile(where, target, "/".join(folders) or ".", code))
    return files
