#!/usr/bin/env bash
# Installs the browser that the tests of the service's page run in: the distribution's Chromium with its driver. Where that can't be done it says so
# and goes on; these tests are skipped then.
set -eu
if command -v chromium > /dev/null && command -v chromedriver > /dev/null; then
    exit 0
fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "no chromium, and no way to install it here: the browser tests are skipped" >&2
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver > /dev/null \
    || echo "chromium could not be installed: the browser tests are skipped" >&2
