#!/bin/sh
# Measures how many messages a second the delivery worker sends, and how long pages of the alert history and the delivery log take at a million alerts; two minutes.
set -eu
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/Gateway.Benchmarks -- delivery
