#!/usr/bin/env bash
# Sets up a server that speaks MongoDB's protocol, for tests on machines that have no MongoDB: FerretDB, which needs Go
# (its own command cannot be installed by name: it lacks files that its release makes), else a small Java server, which
# needs a JDK and Maven. Without either, the tests that need one are skipped. What it builds is kept and used again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${SOJOURN_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sojourn-tools}

[ -n "${MONGODB_URL:-}" ] && exit 0
command -v mongod >/dev/null && exit 0
mkdir -p "$tools"

# Built anew when one of the files it is made of has changed.
stamp=$(cat "$here/main.go" "$here/one_at_a_time.go" "$here/go.mod" "$here/go.sum" | cksum)
if command -v go >/dev/null && [ "$(cat "$tools/ferretdb.stamp" 2>/dev/null)" != "$stamp" ]; then
  # Only SQLite: the build takes minutes as it is.
  (cd "$here" && GOTOOLCHAIN=local timeout 600 go build -trimpath -tags ferretdb_no_postgresql -ldflags='-s -w' -o "$tools/ferretdb.new" .) &&
    mv "$tools/ferretdb.new" "$tools/ferretdb" && echo "$stamp" > "$tools/ferretdb.stamp" || echo 'FerretDB not built'
fi
[ -x "$tools/ferretdb" ] && exit 0

if command -v javac >/dev/null && command -v mvn >/dev/null; then
  if ! [ "$tools/java/TestDatabase.class" -nt "$here/TestDatabase.java" ] || ! [ "$tools/java/TestDatabase.class" -nt "$here/pom.xml" ]; then
    timeout 300 mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tools/java" &&
      javac -cp "$tools/java/*" -d "$tools/java" "$here/TestDatabase.java" || echo 'Java test database not installed'
  fi
fi
exit 0
