#!/bin/sh
# Makes this clone ready for one of the Makefile's targets:
# tools/setup.sh run|test|check|bench|build|fuzz
#
# It finds a Python, makes .venv, installs what pyproject.toml names into it, and on Debian and its
# kin the system packages that are missing. Says nothing and takes no time when all is there.
# How system packages are installed, and what to tell where they cannot be, is in system.sh.
set -eu
cd "$(dirname "$0")/.."
. tools/system.sh

goal=$1
venv_python=.venv/bin/python
wanted_pythons="${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3"

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_tk() { "$1" -c 'import tkinter' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

case $goal in
  run) extras="" covers="run" shows_window=yes ;;
  fuzz) extras="[fuzz]" covers="fuzz test build run" shows_window=no ;;
  bench) extras="[bench]" covers="bench run" shows_window=no ;;
  build) extras="[build]" covers="build run" shows_window=yes ;;
  test) extras="[test]" covers="test build run" shows_window=yes ;;
  check) extras="[dev]" covers="check test build run" shows_window=no ;;
  *) fail "no such goal: $goal (run, test, check, bench, build, fuzz)" ;;
esac

# Prints the first Python that is new enough and has Tk, else the first that is new enough.
first_python() {
  for test in has_tk true; do
    for candidate in $wanted_pythons; do
      if is_new_enough "$candidate" && $test "$candidate"; then
        command -v "$candidate"
        return
      fi
    done
  done
}

# Sets `python`, for all goals: they share .venv. Where none has Tk, Debian's own is given it, since
# no other Python can use Debian's Tk.
choose_python() {
  python=$(first_python)
  if [ -z "$python" ] || ! has_tk "$python"; then
    ! install_packages python3 python3-tk python3-venv || python=$(first_python)
  fi
  [ -n "$python" ] || fail "Python 3.11 or newer is needed and was not found (https://www.python.org)."
  if ! can_make_venv "$python"; then
    install_packages python3-venv || true
    can_make_venv "$python" ||
      fail "$python cannot make virtual environments; $(how_to_install python3-venv)."
  fi
}

pip_install() { $venv_python -m pip install --quiet --disable-pip-version-check "$@"; }

# Not every peer of the benchmark can be had for every system and Python.
install_peers_that_can_be() {
  pip_install --editable . || return 1
  $venv_python -c 'import tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["project"]["optional-dependencies"]["bench"], sep="\n")' |
    while read -r peer; do
      pip_install "$peer" || say "$peer could not be installed (see above); it is left out."
    done
}

install_dependencies() {
  if ! is_new_enough $venv_python; then
    choose_python
    say "making .venv with $python ($("$python" --version 2>&1))"
    "$python" -m venv --clear .venv || fail "$python could not make .venv (see above)."
  fi
  say "installing what pyproject.toml names for 'make $goal' into .venv"
  pip_install --editable ".$extras" || { [ "$goal" = bench ] && install_peers_that_can_be; } ||
    fail "pip could not install the dependencies (see above); it needs a package index to reach."
}

# One stamp a goal: where this clone stood and what pyproject.toml said when all was installed.
stamp=.venv/.ready-for-
state="$(pwd) $(cksum <pyproject.toml)"
if ! [ -x $venv_python ] || ! [ -f $stamp"$goal" ] || [ "$(cat $stamp"$goal")" != "$state" ]; then
  install_dependencies
  for covered in $covers; do echo "$state" >"$stamp$covered"; done
fi

if [ $shows_window = yes ] && ! has_tk $venv_python; then
  case $(readlink -f $venv_python) in
    /usr/bin/*) install_packages python3-tk || true ;;
  esac
  if ! has_tk $venv_python; then
    advice="this Python lacks Tk, which the window is made of: $(how_to_install_tk)."
    [ "$goal" = run ] || fail "$advice"
    say "$advice Meanwhile the room is hosted without a window."
  fi
fi

# The peer that is not Python's. Without node, or npm, the benchmark says that it is left out.
if [ "$goal" = bench ] && command -v node >/dev/null && command -v npm >/dev/null &&
  ! [ -d node_modules/ws ]; then
  say "installing node's ws into node_modules"
  npm install --silent --no-save --no-package-lock --no-audit --no-fund "ws@>=8.18 <9" ||
    say "npm could not install ws (see above); it is left out."
fi

if [ "$goal" = bench ] && ! command -v Xvfb >/dev/null && ! install_packages xvfb; then
  say "the open window is left out; $(how_to_install xvfb)."
fi

if [ "$goal" = test ] || [ "$goal" = build ]; then
  missing=$(missing_for_build $venv_python)
  # shellcheck disable=SC2086  # a list of package names
  if [ -n "$missing" ] && ! install_packages $missing; then
    advice="packaging needs $missing; $(how_to_install $missing)."
    [ "$goal" = test ] || fail "$advice"
    say "$advice Its tests will be skipped."
  fi
fi

if [ "$goal" = test ]; then
  missing=$(missing_for_tests)
  # shellcheck disable=SC2086  # a list of package names
  if [ -n "$missing" ] && ! install_packages $missing; then
    say "tests that need $missing will be skipped; $(how_to_install $missing)."
  fi
fi
