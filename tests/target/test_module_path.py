"""From `module:` to a file: source roots, defaults, and the names and paths that are refused."""

from pathlib import Path

import pytest

from lift_server.module_path import resolve_target
from lift_server.module_text import TargetProblem


def check_target(spec: Path, module: str | None, workspace: Path | None, expected: Path) -> None:
    target = resolve_target(spec, module, workspace)
    assert not isinstance(target, TargetProblem), target.message
    assert target == expected


def check_refused(spec: Path, module: str | None, workspace: Path | None, *parts: str) -> TargetProblem:
    problem = resolve_target(spec, module, workspace)
    assert isinstance(problem, TargetProblem)
    for part in parts:
        assert part in problem.message
    return problem


def files(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("circle.lift", "circle.py"),
        ("my-shapes 2.lift", "my_shapes_2.py"),
        ("2d.lift", "_2d.py"),
        ("a.b.lift", "a_b.py"),
        ("größe.lift", "gr__e.py"),
        ("noextension", "noextension.py"),
    ],
)
def test_the_default_is_the_stem_beside_the_file(tmp_path: Path, name: str, module: str) -> None:
    check_target(tmp_path / "sub" / name, None, tmp_path, tmp_path / "sub" / module)


@pytest.mark.parametrize(
    ("name", "solution"),
    [
        ("class.lift", ".class_functions"),
        ("json.lift", ".json_functions"),
        (".lift", ".functions"),
        ("日本.lift", ".functions"),
        ("__.lift", ".functions"),
    ],
)
def test_a_stem_that_is_no_module_name_has_a_fix(tmp_path: Path, name: str, solution: str) -> None:
    problem = check_refused(tmp_path / name, None, tmp_path, f"module: {solution}")
    assert problem.module == solution
    check_target(tmp_path / name, problem.module, tmp_path, tmp_path / f"{solution[1:]}.py")


def test_dotted_names_start_at_the_nearest_source_root(tmp_path: Path) -> None:
    spec = tmp_path / "project" / "specs" / "x.lift"
    files(tmp_path, "project/specs/x.lift")
    check_target(spec, "shapes.circle", tmp_path, tmp_path / "shapes" / "circle.py")
    files(tmp_path, "project/pyproject.toml")
    check_target(spec, "shapes.circle", tmp_path, tmp_path / "project" / "shapes" / "circle.py")
    files(tmp_path, "project/src/y.py")
    check_target(spec, " shapes.circle ", tmp_path, tmp_path / "project" / "src" / "shapes" / "circle.py")


def test_a_project_above_the_workspace_is_not_looked_for(tmp_path: Path) -> None:
    files(tmp_path, "pyproject.toml", "open/x.lift")
    check_target(tmp_path / "open" / "x.lift", "shapes", tmp_path / "open", tmp_path / "open" / "shapes.py")


def test_without_a_workspace_the_project_or_the_folder_counts(tmp_path: Path) -> None:
    spec = tmp_path / "a" / "x.lift"
    check_target(spec, "shapes", None, tmp_path / "a" / "shapes.py")
    check_target(spec, "shapes", tmp_path / "elsewhere", tmp_path / "a" / "shapes.py")
    check_refused(spec, "..shapes", None, "leaves")
    files(tmp_path, "pyproject.toml")
    check_target(spec, "shapes", None, tmp_path / "shapes.py")
    check_target(spec, "..shapes", None, tmp_path / "shapes.py")


def test_leading_dots_are_relative_to_the_folder(tmp_path: Path) -> None:
    spec = tmp_path / "a" / "b" / "x.lift"
    check_target(spec, ".circle", tmp_path, tmp_path / "a" / "b" / "circle.py")
    check_target(spec, "..shapes.circle", tmp_path, tmp_path / "a" / "shapes" / "circle.py")
    check_target(spec, "...circle", tmp_path, tmp_path / "circle.py")
    check_refused(spec, "....circle", tmp_path, "leaves", str(tmp_path))


def test_a_package_is_its_init_file(tmp_path: Path) -> None:
    files(tmp_path, "shapes/__init__.py", "shapes.py")
    check_target(tmp_path / "x.lift", "shapes", tmp_path, tmp_path / "shapes" / "__init__.py")


@pytest.mark.parametrize("module", ["", ".", "a..b", "a.", "a b", "a-b", "a/b", "../a", "/etc/passwd", "a\0b", "1a"])
def test_what_is_no_dotted_name(tmp_path: Path, module: str) -> None:
    check_refused(tmp_path / "x.lift", module, tmp_path, "is no module name", "such as")


def test_keywords_have_a_fix(tmp_path: Path) -> None:
    assert check_refused(tmp_path / "x.lift", ".shapes.class", tmp_path, "keyword").module == ".shapes.class_"


def test_a_new_module_must_not_hide_the_standard_library(tmp_path: Path) -> None:
    spec = tmp_path / "x.lift"
    assert check_refused(spec, "json", tmp_path, "hide").module == "json_functions"
    assert check_refused(spec, "json.shapes", tmp_path, "hide").module == "json_functions.shapes"
    assert check_refused(spec, ".json", tmp_path, "hide").module == ".json_functions"
    check_target(spec, "shapes.json", tmp_path, tmp_path / "shapes" / "json.py")
    files(tmp_path, "package/__init__.py", "code.py", "test/helpers.py")
    check_target(tmp_path / "package" / "x.lift", ".json", tmp_path, tmp_path / "package" / "json.py")
    check_target(spec, "code", tmp_path, tmp_path / "code.py")
    check_target(spec, "test.shapes", tmp_path, tmp_path / "test" / "shapes.py")


def test_links_must_not_leave_the_workspace(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    files(tmp_path, "inside/real/a.py", "outside/secret.py")
    (inside / "away").symlink_to(outside)
    (inside / "secret.py").symlink_to(outside / "secret.py")
    (inside / "near").symlink_to(inside / "real")
    (inside / "loop.py").symlink_to(inside / "loop.py")
    spec = inside / "x.lift"
    check_refused(spec, "away.secret", inside, "leaves")
    check_refused(spec, "away.new", inside, "leaves")
    check_refused(spec, "secret", inside, "leaves")
    check_refused(inside / "secret.lift", None, inside, "leaves")
    check_refused(inside / "away" / "x.lift", None, inside, "link")
    check_target(spec, "near.a", inside, inside / "near" / "a.py")
    check_target(spec, "loop", inside, inside / "loop.py")


def test_a_workspace_that_is_a_link_keeps_the_names_people_use(tmp_path: Path) -> None:
    files(tmp_path, "real/x.lift")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    linked = tmp_path / "linked"
    check_target(linked / "x.lift", "shapes", linked, linked / "shapes.py")
    check_target(tmp_path / "real" / "x.lift", None, linked, tmp_path / "real" / "x.py")


def test_a_source_folder_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    files(tmp_path, "project/pyproject.toml", "outside/y.py")
    (tmp_path / "project" / "src").symlink_to(tmp_path / "outside")
    check_refused(tmp_path / "project" / "x.lift", "shapes", tmp_path / "project", "leaves")
