#!/usr/bin/env bash
# Builds and runs every test. Installs what the tests need where apt is there; says what was skipped and why where it is not.
# Ends with one line: "N passed, N failed, N skipped" over all test projects.
set -euo pipefail
cd "$(dirname "$0")"

configuration=${CONFIGURATION:-Debug}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

have() { command -v "$1" >/dev/null 2>&1; }

install_missing() {
  local packages=()
  have chromium || have google-chrome || [ -n "${CHROMIUM_PATH:-}" ] || packages+=(chromium fonts-liberation)
  have node || packages+=(nodejs npm)
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || python3 -c 'import aiosmtpd' 2>/dev/null || packages+=(python3-aiosmtpd)
  have prometheus-alertmanager || have alertmanager || packages+=(prometheus-alertmanager)
  [ ${#packages[@]} -eq 0 ] && return
  if have apt-get && [ "$(id -u)" -eq 0 ]; then
    echo "Installing ${packages[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  else
    echo "Missing: ${packages[*]}. What needs them is skipped or fails to build; install them, or run this as root where apt is there."
  fi
}

install_missing
[ "${SKIP_BUILD:-}" = 1 ] || dotnet build GatewayAlerts.sln -c "$configuration" -v quiet -nologo

passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests tests/Gateway.Scenarios; do
  name=$(basename "$project")
  echo "== $name"
  # A runner that dies writes no report: that is a failure too, whatever it counted.
  "$project/bin/$configuration/net10.0/$name" -xml "$results/$name.xml" -noColor || broken=1
  if [ -f "$results/$name.xml" ]; then
    counts=$(grep -o '<assembly [^>]*>' "$results/$name.xml" | head -1)
    count() { echo "$counts" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
    passed=$((passed + $(count passed)))
    failed=$((failed + $(count failed) + $(count errors)))
    skipped=$((skipped + $(count skipped)))
  else
    failed=$((failed + 1))
  fi
done

# Once more at the end, where they are found: which tests failed, and the first lines of why.
for report in "$results"/*.xml; do
  [ -f "$report" ] && have python3 && python3 - "$report" <<'REPORT'
import sys, xml.etree.ElementTree as xml
for test in xml.parse(sys.argv[1]).iter("test"):
    if test.get("result") == "Fail":
        why = "\n".join((test.findtext("failure/message") or "").splitlines()[:20])
        print(f"== failed: {test.get('name')}\n{why}\n{test.findtext('failure/stack-trace') or ''}")
REPORT
done

[ "$broken" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
