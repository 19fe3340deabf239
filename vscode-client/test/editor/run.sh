#!/usr/bin/env bash
# What happens in the real editor: run.sh tests | model | record | screenshots | playground. Exit status 3: it cannot be
# run here (the reason is printed), which is not a success.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
client=$(cd "$here/../.." && pwd)
editor=$client/../build/editor
cannot() { echo "NOT RUN: $1" >&2; exit 3; }

[ "$(uname -sm)" = "Linux x86_64" ] || cannot "code-server is installed for Linux x86-64 only"
"$here/install.sh" "$editor" || cannot "code-server could not be installed"
if "$here/install_lift.sh" "$editor"; then
    [ "$(id -u)" != 0 ] || echo "the editor and Lift run as nobody"
else
    echo "NOT RUN as an ordinary user: nobody may use no Python 3.11 with venv here, or not this checkout" >&2
fi

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
install_browser() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || cannot "there is no Chromium, and only root can install it"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core fonts-liberation >/dev/null || cannot "Chromium could not be installed"
}
package_probe() {
    cd "$here/probe"
    "$client/node_modules/.bin/vsce" package --no-dependencies --allow-missing-repository --skip-license \
        --allow-star-activation --out "$client/build/probe.vsix" >/dev/null
}
# In the playground a person is the browser and the probe.
if [ "$1" != playground ]; then
    has_browser >/dev/null || install_browser
    package_probe
fi

cd "$client"
case $1 in
tests)
    started=$SECONDS
    status=0
    node --test --test-reporter=spec --test-concurrency=1 test/editor/*.e2e.mjs || status=$?
    # The stories must depend on the server: with one that does nothing the file opens, and nothing is lifted.
    control=../build/editor-screenshots/negative-control.log
    LIFT_EDITOR_SERVER=/bin/false LIFT_PATIENCE=30 node --test --test-reporter=spec test/editor/journey.e2e.mjs >"$control" 2>&1 || true
    if grep -q "^✔ the sentence opens" "$control" && grep -q "^✖ lifting shows progress" "$control"; then
        echo "negative control: without a server the first story fails, as it must"
    else
        echo "negative control: not as expected, see $control" >&2
        status=1
    fi
    echo "test-editor took $((SECONDS - started)) s"
    exit "$status"
    ;;
model)
    # The stories that lift, with a real vLLM as the engine; the others have nothing to do with engines.
    [ -e "$client/../.venv-backend/vllm-installed" ] || cannot "there is no second environment: make .venv-backend/vllm-installed"
    node test/editor/with_model.mjs node --test --test-reporter=spec --test-concurrency=1 \
        test/editor/{journey,documents,questions,breadth,recovery,restricted,testing}.e2e.mjs
    ;;
record) LIFT_RECORD=1 node --test test/editor/profile.e2e.mjs ;;
screenshots) node test/editor/screenshots.mjs ;;
playground) node test/editor/playground.mjs ;;
*) echo "usage: run.sh tests | model | record | screenshots | playground" >&2 && exit 2 ;;
esac
