"""Figures about the code: `make metrics`. They show where to look; none is a limit."""

import ast
from pathlib import Path
from statistics import mean, median, quantiles

from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent / "tracker"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(node: ast.ClassDef | Function) -> int:
    """Lines from the first decorator to the end."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or first) - first + 1


def public(tree: ast.Module) -> list[ast.ClassDef | Function]:
    """The classes and functions of a module and the methods of its public classes whose names begin with no underscore."""
    found: list[ast.ClassDef | Function] = []
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, Function)) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += [part for part in node.body if isinstance(part, Function) and not part.name.startswith("_")]
    return found


def main() -> None:
    """Print one number a line."""
    texts = {path: path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lines = {path: len(text.splitlines()) for path, text in texts.items()}
    nodes = [(path, node) for path, tree in trees.items() for node in ast.walk(tree)]
    classes = [(node, path) for path, node in nodes if isinstance(node, ast.ClassDef)]
    functions = [(node, path) for path, node in nodes if isinstance(node, Function)]
    lengths = [length(node) for node, _ in functions]
    blocks = [block.complexity for text in texts.values() for block in cc_visit(text) if block.letter != "C"]
    documented = [ast.get_docstring(node) is not None for tree in trees.values() for node in public(tree)]
    largest, where = max(classes, key=lambda found: length(found[0]))
    longest, place = max(functions, key=lambda found: length(found[0]))
    file = max(lines, key=lines.__getitem__)
    methods = sum(isinstance(part, Function) for part in largest.body)

    def name(path: Path) -> str:
        return path.relative_to(ROOT).as_posix()

    for what, value in (
        ("lines", f"{sum(lines.values()):,}"),
        ("files", f"{len(lines)}"),
        ("median file", f"{median(lines.values()):.0f} lines"),
        ("largest file", f"{lines[file]} lines ({name(file)})"),
        ("largest class", f"{length(largest)} lines, {methods} methods ({largest.name}, {name(where)})"),
        ("99th percentile of functions", f"{quantiles(lengths, n=100)[98]:.0f} lines"),
        ("longest function", f"{length(longest)} lines ({longest.name}, {name(place)})"),
        ("mean complexity", f"{mean(blocks):.1f} (McCabe, of functions and methods)"),
        ("complexity over 20", f"{sum(block > 20 for block in blocks)} functions"),
        ("public docstrings", f"{mean(documented):.0%} of {len(documented)}"),
    ):
        print(f"{what:30}{value}")


if __name__ == "__main__":
    main()
