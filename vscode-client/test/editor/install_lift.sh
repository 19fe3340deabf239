#!/usr/bin/env bash
# Installs Lift into DIR/lift for the tests in the real editor, with a Python that nobody may use. Needed as root only: the
# editor and Lift then run as nobody, who may not use a Python below /root. Idempotent; exit status 1: there is none.
set -euo pipefail
dir=$(realpath -m "${1:?usage: install_lift.sh DIR}")
cd "$(dirname "$0")/../../.."

may_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'exec "$0" "$@"' "$@" >/dev/null 2>&1; }

[ "$(id -u)" = 0 ] || exit 0
may_nobody "$PWD/.venv/bin/lift" --version && exit 0
find_python() {
    local python
    for python in /usr/bin/python3 /usr/bin/python3.1[1-9] /usr/local/bin/python3; do
        may_nobody "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' && echo "$python" && return
    done
    return 1
}

python=$(find_python) || {
    command -v apt-get >/dev/null || exit 1
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null || exit 1
    python=$(find_python) || exit 1
}
stamp=$dir/lift/installed
if ! [ "$stamp" -nt constraints.txt ] || ! [ "$stamp" -nt pyproject.toml ]; then
    rm -rf "$dir/lift"
    "$python" -m venv --without-pip "$dir/lift"
    .venv/bin/python -m pip --python "$dir/lift/bin/python" install --quiet --constraint constraints.txt --editable .
    touch "$stamp"
fi
may_nobody "$dir/lift/bin/lift" --version
