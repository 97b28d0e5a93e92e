# Sourced by setup.sh: system packages, by Debian's names, and words for where they cannot be had.
# shellcheck shell=sh

say() { echo "setup: $*" >&2; }
fail() {
  say "$@"
  exit 1
}

# What the tests start or draw with, and where each shows that it is there.
missing_for_tests() {
  for program in Xvfb:xvfb xrdb:x11-xserver-utils chromium:chromium openssl:openssl \
    tshark:tshark ip:iproute2 certutil:libnss3-tools xdotool:xdotool makensis:nsis \
    desktop-file-validate:desktop-file-utils appstreamcli:appstream; do
    command -v "${program%:*}" >/dev/null || printf '%s ' "${program#*:}"
  done
  command -v apt-get >/dev/null || return 0
  fonts=/usr/share/fonts/truetype
  [ -e $fonts/dejavu/DejaVuSans.ttf ] || printf 'fonts-dejavu-core '
  [ -e $fonts/noto/NotoColorEmoji.ttf ] || printf 'fonts-noto-color-emoji '
  [ -e $fonts/wqy/wqy-zenhei.ttc ] || printf 'fonts-wqy-zenhei '
  # Playwright's driver is linked to it, and only a compiler brings it along.
  ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || printf 'libatomic1 '
}

# What PyInstaller calls, and the shared library of a Debian Python, which is the frozen one's.
missing_for_build() {
  [ "$(uname)" = Linux ] || return 0
  command -v strip >/dev/null && command -v objdump >/dev/null || printf 'binutils '
  case $(readlink -f "$1") in
    /usr/bin/python3*)
      library=lib$(basename "$(readlink -f "$1")")
      ls /usr/lib/*/"$library".so.1.0 >/dev/null 2>&1 || printf '%s ' "$library"
      ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_install() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# install_packages NAME...: true when apt-get installed them; its own words are shown when it failed.
install_packages() {
  may_install || return 1
  say "installing Debian packages: $*"
  apt_log=$(mktemp)
  if ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; then
    apt_get update || true
  fi
  if apt_get install "$@" || { apt_get update && apt_get install "$@"; }; then
    rm -f "$apt_log"
    return 0
  fi
  tail -n 5 "$apt_log" >&2
  rm -f "$apt_log"
  return 1
}

apt_get() {
  action=$1
  shift
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$action" "$@" >>"$apt_log" 2>&1 </dev/null
}

# how_to_install NAME...: the command to type, for the system this is.
how_to_install() {
  if command -v apt-get >/dev/null; then
    echo "install with 'sudo apt-get install $*'"
  else
    echo "install what Debian calls: $*"
  fi
}

how_to_install_tk() {
  if [ "$(uname)" = Darwin ]; then
    command="brew install python-tk"
  elif command -v apt-get >/dev/null; then
    command="sudo apt-get install python3-tk python3-venv"
  elif command -v dnf >/dev/null; then
    command="sudo dnf install python3-tkinter"
  elif command -v pacman >/dev/null; then
    command="sudo pacman -S tk"
  elif command -v zypper >/dev/null; then
    command="sudo zypper install python3-tk"
  else
    echo "install a Python 3.11 or newer that has it, then type 'make clean'"
    return
  fi
  echo "install it with '$command && make clean'"
}
