#!/bin/sh
# Measures what rules take of a core, beside the naive Rx formulation, and what windows take of memory; one minute.
set -eu
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/Gateway.Benchmarks -- engine
