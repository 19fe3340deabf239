"""Where the functions of a spec file go: from `module:` to the path of a Python file inside the workspace."""

import keyword
import os
import re
import sys
from pathlib import Path

from lift_server.module_text import TargetProblem

_MANIFEST = "pyproject.toml"


def resolve_target(spec_path: Path, module_name: str | None, workspace_root: Path | None) -> Path | TargetProblem:
    """The module's file, which need not exist. `module_name`: the value of `module:`, None for the file's own stem.

    Dotted names start at the nearest source root, else at the workspace, else beside the spec file; leading dots at
    the spec file's folder. Nothing is looked for above `workspace_root`, and a path that leaves it, by dots or by
    links, is a problem. Without a workspace, or for a file outside it, the project folder is the limit, else the spec
    file's folder.
    """
    folder = Path(os.path.abspath(spec_path)).parent
    workspace = _workspace_of(folder, workspace_root)
    if isinstance(workspace, TargetProblem):
        return workspace
    project = _project_of(folder, workspace)
    limit = workspace or project or folder
    if module_name is None:
        return _default_target(spec_path, folder, limit)
    return _named_target(module_name.strip(), folder, _source_root(project) or limit, limit)


def _workspace_of(folder: Path, root: Path | None) -> Path | TargetProblem | None:
    if root is None:
        return None
    root = Path(os.path.abspath(root))
    if _is_inside(folder, root):
        return root
    if folder.is_relative_to(root):
        return TargetProblem(f"{folder} is a link that leaves the workspace {root}; open the folder that it points to")
    return None


def _project_of(folder: Path, workspace: Path | None) -> Path | None:
    end = None if workspace is None else os.path.realpath(workspace)
    for candidate in (folder, *folder.parents):
        if (candidate / _MANIFEST).is_file():
            return candidate
        if os.path.realpath(candidate) == end:
            return None
    return None


def _source_root(project: Path | None) -> Path | None:
    if project is None:
        return None
    return project / "src" if (project / "src").is_dir() else project


def _default_target(spec_path: Path, folder: Path, limit: Path) -> Path | TargetProblem:
    stem = "" if spec_path.name.startswith(".") and not spec_path.suffix else spec_path.stem
    name = re.sub(r"[^A-Za-z0-9_]", "_", stem)
    name = f"_{name}" if name[:1].isdigit() else name
    if not name.strip("_"):
        return _renamed(f"the file name {spec_path.name!r} gives no module name", ".functions")
    if keyword.iskeyword(name):
        return _renamed(
            f"no module can be named after {spec_path.name}: `{name}` is a Python keyword", f".{name}_functions"
        )
    if name in sys.stdlib_module_names:
        return _renamed(f"a module named `{name}` would hide the one of the standard library", f".{name}_functions")
    return _inside(_file_of(folder, [name]), limit, name)


def _named_target(module: str, folder: Path, root: Path, limit: Path) -> Path | TargetProblem:
    name = module.lstrip(".")
    dots = len(module) - len(name)
    parts = name.split(".")
    for part in parts:
        if not part.isidentifier() or keyword.iskeyword(part):
            return _bad_name(module, part, "." * dots)
    base = root
    for step in range(dots):
        base = folder if step == 0 else base.parent
    target = _file_of(base, parts)
    is_package = dots > 0 and (base / "__init__.py").is_file()
    exists = target.exists() or (len(parts) > 1 and (base / parts[0]).is_dir())
    if parts[0] in sys.stdlib_module_names and not is_package and not exists:
        solution = "." * dots + ".".join([f"{parts[0]}_functions", *parts[1:]])
        return _renamed(f"a module named `{parts[0]}` would hide the one of the standard library", solution)
    return _inside(target, limit, module)


def _bad_name(module: str, part: str, dots: str) -> TargetProblem:
    if keyword.iskeyword(part):
        solution = ".".join(f"{item}_" if item == part else item for item in module.lstrip(".").split("."))
        return _renamed(f"`module: {module}`: `{part}` is a Python keyword", dots + solution)
    shown = f"`{part}`" if part else "an empty part"
    return TargetProblem(
        f"`module: {module}`: {shown} is no module name; write one such as `shapes.circle` or `.circle`"
    )


def _renamed(reason: str, module: str) -> TargetProblem:
    return TargetProblem(f"{reason}; name another one: `module: {module}`", module=module)


def _file_of(base: Path, parts: list[str]) -> Path:
    """The module's file: Python prefers a package to a module of the same name."""
    package = base.joinpath(*parts, "__init__.py")
    return package if package.is_file() else base.joinpath(*parts[:-1], f"{parts[-1]}.py")


def _inside(target: Path, limit: Path, module: str) -> Path | TargetProblem:
    if _is_inside(target, limit):
        return target
    return TargetProblem(f"`module: {module}` leaves {limit}; name a module inside it, or open the folder above")


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether `path`, with every link followed, lies in `folder`."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
