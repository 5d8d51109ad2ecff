#!/usr/bin/env bash
# How many stored calls a second a backtest gets through. Arguments: number of calls (2000000), folder that keeps the call log.
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/backtest -- "$@"
