#!/bin/sh
# Measures the published gateway beside direct calls and the bare proxy, prints a table and writes it to bench/results.md.
#   bench/run.sh           the whole measurement, about fifteen minutes
#   bench/run.sh --quick   a look, under ninety seconds after the build; writes no file
# Other arguments go to the bench: --only json,json1,prompt,sse,sse-strip  --rounds 5  --seconds 4  --starts 7  --memory-calls 1000000  --baseline <directory of another build>
set -eu
cd "$(dirname "$0")/.."

if ! command -v wrk >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq wrk
    else
        echo "The load generator 'wrk' is missing: install it with 'sudo apt-get install wrk', then start again." >&2
        exit 1
    fi
fi
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

published=bench/artifacts/gateway
rm -rf "$published"
dotnet publish src/Gateway -c Release -o "$published" -v quiet --nologo
dotnet build bench/load -c Release -o bench/artifacts/load -v quiet --nologo

case " $* " in *" --quick "*) output= ;; *) output="--output bench/results.md" ;; esac
# shellcheck disable=SC2086
exec dotnet bench/artifacts/load/Gateway.LoadBench.dll --gateway "$PWD/$published" $output "$@"
