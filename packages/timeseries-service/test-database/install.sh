#!/usr/bin/env bash
# Sets up a server that speaks MongoDB's protocol, for tests on machines that have no MongoDB. Tries a small Java
# server, which needs a JDK and Maven, then FerretDB, which needs Go. Without either, the tests that need one are skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${SOJOURN_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/sojourn-tools}

[ -n "${MONGODB_URL:-}" ] && exit 0
command -v mongod >/dev/null && exit 0
mkdir -p "$tools"

if command -v javac >/dev/null && command -v mvn >/dev/null; then
  if ! [ "$tools/java/TestDatabase.class" -nt "$here/TestDatabase.java" ] || ! [ "$tools/java/TestDatabase.class" -nt "$here/pom.xml" ]; then
    timeout 300 mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$tools/java" &&
      javac -cp "$tools/java/*" -d "$tools/java" "$here/TestDatabase.java" || echo 'Java test database not installed'
  fi
fi
[ -f "$tools/java/TestDatabase.class" ] && exit 0

if [ ! -x "$tools/ferretdb" ] && command -v go >/dev/null; then
  GOBIN="$tools" timeout 420 go install github.com/FerretDB/FerretDB/cmd/ferretdb@v1.24.0 || echo 'FerretDB not installed'
fi
exit 0
