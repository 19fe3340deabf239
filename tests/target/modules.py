"""Generated Python modules: text that people could have written, with habits of layout that an edit must respect."""

from hypothesis import strategies as st

NAMES = ("area", "scale", "total", "parse")

FUNCTIONS = (
    "def {name}(a, b=1):\n    return a + b\n",
    'def {name}(text: str) -> int:\n    """Count: it\'s easy."""\n    # why\n    return len(text)  # ö\n    # after\n',
    "@cache\n@ decorate(  # note\n    1)\ndef {name}(x):\n    if x:\n        return 1\n\n    # trailing\n",
    "async def {name}(*values, key=None, **rest):\n\tawait key\n\treturn values\n",
    'def {name}(x): return x; "unreached"  # one line\n',
    "def \\\n    {name}(x=lambda: 0) -> (\n    'a: b'\n):  # header: note\n    '''\n  odd ''' ; return '''\nx\n'''\n",
)
OTHERS = (
    "# a note\n",
    "RATE = 0.25  # per cent\n",
    "a = 1; b = 2\n",
    "TABLE = {\n    'é': 1,\n\n    # inner\n}\n",
    "class Shape:\n    def area(self):\n        return 0\n    # of the class\n",
    "if RATE:\n    import operator as op\nelse:\n    pass\n",
    "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n",
    "for index in range(3):\n    pass\n",
    "\fTEXT = '''\ndef area():\n    pass\n'''\n",
    "with open(__file__) as stream: pass\n",
)
IMPORTS = (
    "import os\n",
    "import numpy as np\n",
    "import os, re  # both\n",
    "import re; import json\n",
    "from collections.abc import (\n    Iterable,\n    Sequence,\n)\n",
    "from . import sibling\n",
    "import math\n",
    "__version__ = '1'\n",
)
HEADS = (
    "#!/usr/bin/env python3\n",
    "# -*- coding: utf-8 -*-\n",
    "# first\n# vim: set fileencoding=utf-8 :\n",
    "# Licence\n# of the file\n\n",
    "# about the first statement\n",
    "\n\n",
    "",
)
DOCSTRINGS = ('"""What it does."""\n', "'''One.\n\nTwo.\n'''  # three\n", '"""a"""; b = 2\n', "")
GUARDS = ("if __name__ == '__main__':\n    print(RATE)\n", '# start\nif __name__ == "__main__": print(1)\n', "")
ENDINGS = ("", "\n", "\n\n\n", "  ", "\n    ", "\n# end")


@st.composite
def module_texts(draw: st.DrawFn) -> str:
    """A module that parses and defines any of NAMES at most once at its own level."""
    functions = [draw(st.sampled_from(FUNCTIONS)).format(name=name) for name in draw(st.sets(st.sampled_from(NAMES)))]
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=4))
    body = draw(st.permutations(functions + others))
    imports = draw(st.lists(st.sampled_from(IMPORTS), max_size=3))
    future = draw(st.sampled_from(("from __future__ import annotations\n", "")))
    blank = draw(st.sampled_from(("", "\n", "\n\n", "  \n")))
    parts = [draw(st.sampled_from(HEADS)), draw(st.sampled_from(DOCSTRINGS)), future, *imports]
    text = "".join(parts) + "".join(blank + part for part in body) + draw(st.sampled_from(GUARDS))
    text = text.rstrip(" \n") + draw(st.sampled_from(ENDINGS))
    text = text.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r"))))
    return draw(st.sampled_from(("", "\ufeff"))) + text
