"""The rules of the code, checked on the code itself: who may import whom, where SQL may be, and what no file may contain."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tracker import errors

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tracker").rglob("*.py"))
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
STANDARD = frozenset(__import__("sys").stdlib_module_names)

# What each part of the program may import of the program itself; parts not named here may import anything.
MAY_IMPORT = {
    "domain": {"domain", "errors"},
    "store": {"domain", "store", "errors", "paths"},
    "commands": {
        "domain",
        "store",
        "commands",
        "timeline",
        "exporters",
        "importers",
        "errors",
        "i18n",
        "paths",
        "version",
    },
    "timeline": {"domain", "timeline", "errors", "paths"},
    "exporters": {"domain", "exporters", "errors", "paths"},
    "capture": {"domain", "capture", "errors", "paths", "version"},
    "importers": {"domain", "importers", "capture", "errors"},
    "errors": set(),
    "paths": set(),
    "i18n": {"paths"},
    "version": set(),
    "settings": {"paths"},
    "samples": {"domain", "store", "commands", "paths"},
    "cli": {
        "cli",
        "domain",
        "store",
        "commands",
        "capture",
        "importers",
        "timeline",
        "exporters",
        "errors",
        "paths",
        "settings",
        "samples",
    },
}
# What each part may import of others' packages.
THIRD_PARTY = {
    "domain": {"dateutil"},
    "store": {"numpy", "rapidfuzz", "sqlcipher3", "sqlite_utils"},
    "commands": {"numpy"},
    "timeline": {"numpy"},
    "exporters": {"docx", "jinja2", "markupsafe", "openpyxl", "typst"},
    "capture": {"charset_normalizer", "PIL", "defusedxml", "docx", "openpyxl", "pypdfium2", "trafilatura", "warcio"},
    "importers": set(),
    "errors": set(),
    "paths": {"platformdirs"},
    "i18n": set(),
    "version": set(),
    "settings": set(),
    "samples": set(),
    "cli": {"click"},
}
# The window's few uses of what shows markup by default, each with plain text set or a text of our own.
LOOKED_AT = {
    "gui/dialogs/text.py": {"QMessageBox"},  # the one question dialog, its format set to plain text
    "gui/shell/topbar.py": {"QLabel"},  # a type only
    "gui/editors/form.py": {"setToolTip"},  # the name of a key
}
# Modules that still import each other in a circle, and why; this set only shrinks.
CIRCLES_YET: set[str] = set()


def part(path: Path) -> str:
    """The part of the program that a file belongs to: a folder's name or a module's."""
    inside = path.relative_to(ROOT / "tracker")
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "tracker").as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(node: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(node))


def modules(node: ast.AST) -> Iterator[str]:
    """Every module imported inside a node, functions included."""
    for found in nodes(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            assert not found.level, "relative import"
            yield from (f"{found.module}.{alias.name}" for alias in found.names)


def at_the_top(path: Path) -> Iterator[str]:
    """The modules imported when a file is imported."""
    for node in tree(path).body:
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Try, ast.If)):
            yield from modules(node)


def imports_of(path: Path) -> Iterator[str]:
    """The modules of the program that a file imports, wherever in it; a name of a package counts as that package."""
    for name in modules(tree(path)):
        known = name if name in MODULES else name.rpartition(".")[0]
        if known in MODULES:
            yield known


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path) for path in FILES}


def circles(edges: dict[str, set[str]]) -> list[set[str]]:
    """Modules that import each other in a ring, a set for each ring (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in edges[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            ring = set(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            if len(ring) > 1 or name in edges[name]:
                found.append(ring)

    for name in edges:
        if name not in index:
            visit(name)
    return found


def test_no_module_imports_itself_in_a_circle() -> None:
    """Includes imports for types and inside functions: modules in a cycle cannot be understood one by one."""
    edges = {module(path): set(imports_of(path)) - {module(path)} for path in FILES}
    assert [ring for ring in circles(edges) if not ring <= CIRCLES_YET] == []


def test_no_circle_is_excused_that_is_gone() -> None:
    edges = {module(path): set(imports_of(path)) - {module(path)} for path in FILES}
    assert set().union(*circles(edges)) == CIRCLES_YET


def broken(rule: Callable[[Path], None], path: Path) -> str:
    """How a file breaks a rule; "" where it does not."""
    try:
        rule(path)
    except AssertionError as error:
        return f"{path.relative_to(ROOT).as_posix()}: {error}"
    return ""


def every(files: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test for a rule, over all files; it names every file that breaks the rule."""

    def make(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            assert files
            assert [found for path in files if (found := broken(rule, path))] == []

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        return test

    return make


every_module = every(FILES)


@every_module
def test_imports_go_one_way(path: Path) -> None:
    own = part(path)
    if own in ("gui", "app", "__init__"):
        return
    imported = list(at_the_top(path) if own == "cli" else modules(tree(path)))
    ours = {name.split(".")[1] for name in imported if name.startswith("tracker.")}
    theirs = {name.split(".")[0] for name in imported} - STANDARD - {"tracker", "__future__"}
    assert ours <= MAY_IMPORT[own], ours - MAY_IMPORT[own]
    assert theirs <= THIRD_PARTY[own], theirs - THIRD_PARTY[own]


def test_the_command_line_opens_the_window_only_inside_a_command() -> None:
    files = [path for path in FILES if part(path) == "cli"]
    window = ("tracker.gui", "tracker.app")
    everything = {name for path in files for name in modules(tree(path)) if name.startswith(window)}
    assert everything
    assert all(name.startswith("tracker.app") for name in everything)
    assert not [name for path in files for name in at_the_top(path) if name.startswith(window)]


@every_module
def test_only_the_reading_of_dates_uses_dateutil(path: Path) -> None:
    if name_of(path) != "domain/dates/reading.py":
        assert not [name for name in modules(tree(path)) if name.startswith("dateutil")]


@every_module
def test_only_one_module_knows_the_database_driver(path: Path) -> None:
    if name_of(path) != "store/connection.py":
        assert not [n for n in modules(tree(path)) if n.startswith(("sqlcipher3", "sqlite_utils", "sqlite3"))]


@every_module
def test_only_the_window_knows_qt(path: Path) -> None:
    if part(path) not in ("gui", "app"):
        assert not [name for name in modules(tree(path)) if name.startswith(("PySide6", "shiboken6"))]


@every_module
def test_nobody_imports_the_window_but_the_application(path: Path) -> None:
    if part(path) not in ("gui", "app"):
        assert not [name for name in modules(tree(path)) if name.startswith("tracker.gui")]


@every_module
def test_pages_and_actions_stand_beneath_the_window(path: Path) -> None:
    """Pages use the workbench; they do not import actions or other parts of the window."""
    name, imported = name_of(path), set(modules(tree(path)))
    if name.startswith(("gui/pages/", "gui/actions/")) or name in ("gui/page.py", "gui/workbench.py"):
        assert not [module for module in imported if module.startswith("tracker.gui.window")]
    if name.startswith("gui/pages/") or name in ("gui/page.py", "gui/workbench.py"):
        actions = [module for module in imported if module.startswith("tracker.gui.actions")]
        assert all(module.startswith("tracker.gui.actions.verb") for module in actions)
    if name in ("gui/page.py", "gui/workbench.py"):
        assert not [module for module in imported if module.startswith("tracker.gui.pages")]


_SQL = re.compile(
    r"\s*(?:SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:TABLE|INDEX|VIRTUAL)\s"
    r"|PRAGMA\s|BEGIN(?!:)\b|COMMIT\b|ROLLBACK\b|WITH\s+RECURSIVE\s)",
    re.DOTALL,
)


def texts(path: Path) -> Iterator[str]:
    for node in nodes(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@every_module
def test_no_item_of_a_layout_is_held_in_python(path: Path) -> None:
    """Qt deletes it with its widget; PySide then takes what is made in its place for the item."""
    assert not [n for n in nodes(tree(path)) if isinstance(n, ast.Attribute) and n.attr == "itemAt"]


@every_module
def test_a_painter_ends_where_it_was_begun(path: Path) -> None:
    """A painter that an exception keeps alive after its paint event crashes the program at the next one."""
    ended = {item.context_expr for n in nodes(tree(path)) if isinstance(n, ast.With) for item in n.items}
    created = [n for n in nodes(tree(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert not [n.lineno for n in created if ast.unparse(n.func) == "QPainter" and n not in ended]


@every_module
def test_sql_stands_in_the_store_only(path: Path) -> None:
    if part(path) != "store":
        assert not [text for text in texts(path) if _SQL.match(text)]
        assert not [n for n in nodes(tree(path)) if isinstance(n, ast.Attribute) and n.attr == "execute"]


# Qt shows HTML in these by default; the plain ones of gui/widgets do not.
_RICH = {"QLabel", "QMessageBox", "QTextBrowser", "QTextEdit", "QToolTip", "QErrorMessage", "QWhatsThis"}


@every_module
def test_no_widget_shows_foreign_text_as_markup(path: Path) -> None:
    if part(path) in ("gui", "app") and not name_of(path).startswith("gui/widgets/"):
        used = {name.rpartition(".")[2] for name in modules(tree(path))} & _RICH
        named = {node.attr for node in nodes(tree(path)) if isinstance(node, ast.Attribute)}
        used |= named & {"setToolTip", "setHtml", "setWhatsThis", "setStatusTip"}
        assert used == LOOKED_AT.get(name_of(path), set())


@every_module
def test_signals_are_connected_to_methods(path: Path) -> None:
    for node in nodes(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            assert not any(isinstance(argument, ast.Lambda) for argument in node.args), node.lineno


def shipped() -> list[Path]:
    """Every text of the project."""
    endings = {".py", ".toml", ".md", ".html", ".typ", ".txt", ".sh", ".yml", ""}
    roots = [ROOT / name for name in ("tracker", "resources", "tests", "packaging", "docs", ".ci", ".github")]
    found = [path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()]
    # what an earlier run measured (.coverage, with parts of parallel runs) is no text
    found += [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".coverage")]
    return [
        path for path in found if path.suffix in endings and "__pycache__" not in path.parts and path != Path(__file__)
    ]


_LEFT_OVER = re.compile(r"(?:#|//|<!--)\s*(?:TODO|FIXME|XXX|HACK)\b")
_ELSEWHERE = re.compile(r"\.\./[a-z]+/DESIGN|/home/\w|/root/|index-url|//[\w.]*(?:registry|pythonhosted)")


@every(shipped())
def test_no_text_holds_left_overs_or_names_another_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not _LEFT_OVER.search(text)
    found = _ELSEWHERE.findall(text.replace("--no-emit-index-url", ""))
    assert not found


@every_module
def test_only_the_project_file_states_the_version(path: Path) -> None:
    assert not [text for text in texts(path) if VERSION in text or re.search(r"[Cc]laimline[/ ]v?\d", text)]


@every_module
def test_modules_have_names_that_say_what_they_hold(path: Path) -> None:
    assert not set(path.relative_to(ROOT).with_suffix("").parts) & {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "misc",
        "common",
    }


@every_module
def test_every_module_says_what_it_is_for(path: Path) -> None:
    if path.stat().st_size:
        assert ast.get_docstring(tree(path)), "no docstring"


@every_module
def test_records_are_frozen(path: Path) -> None:
    if part(path) not in ("domain", "exporters", "timeline"):
        return
    for node in nodes(tree(path)):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                if "dataclass" in ast.dump(decorator):
                    assert isinstance(decorator, ast.Call), node.name
                    assert any(k.arg == "frozen" for k in decorator.keywords), node.name


def raised_by(function: ast.FunctionDef) -> Iterator[str]:
    """The errors that a function's own body raises by name; called and nested functions are not counted."""
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        if isinstance(node, ast.Raise) and node.exc is not None:
            yield ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc).rpartition(".")[2]
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            left += ast.iter_child_nodes(node)


@every_module
def test_a_public_function_says_what_it_refuses(path: Path) -> None:
    """Errors meant for the user belong into the docstring: the caller has to show them."""
    expected = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    if part(path) not in ("commands", "store", "capture", "importers", "exporters"):
        return
    classes = [node for node in tree(path).body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for node in [*tree(path).body, *(member for found in classes for member in found.body)]:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            unsaid = {
                name for name in raised_by(node) if name in expected and name not in (ast.get_docstring(node) or "")
            }
            assert not unsaid, f"{node.name} says nothing of {', '.join(sorted(unsaid))}"


def test_the_schema_and_its_records_have_the_same_columns() -> None:
    from tracker.store import create_case
    from tracker.store.rows import KINDS, columns

    store = create_case(None, "x", author="x")
    for kind in KINDS:
        in_schema = {row[1] for row in store.db.execute(f"PRAGMA table_info({kind})")}
        assert in_schema == {*columns(kind), "version"}
    store.close()
