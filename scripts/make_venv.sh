#!/bin/sh
# Makes or updates .venv from a hash-locked file. Everything is a prebuilt wheel, so no compiler is needed.
set -u
lock=$1
python=${PYTHON:-python3}

stop() { printf '%s\n' "$1" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || stop "没有找到 $python：请先安装 Python 3.11 以上版本。"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
  || stop "需要 Python 3.11 至 3.13，现在是 $("$python" -V 2>&1)。可用 make PYTHON=python3.11 指定。"
free=$(df -Pk . | awk 'NR==2 {print $4}')
[ "$free" -gt 1048576 ] || [ -f .venv/bin/gongkai ] || stop "磁盘空间不足：安装约需 1 GB，此处只余 $((free / 1024)) MB。"
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  "$python" -c 'import ensurepip' 2>/dev/null \
    || stop "Python 缺少 venv 组件：请先执行 apt-get install -y python3-venv，再重试。"
  echo "正在建立运行环境 .venv（首次约需一两分钟）…"
  "$python" -m venv --clear .venv || stop "运行环境没有建成：请看上面的提示，常见原因是磁盘已满或目录不可写。"
fi
echo "正在按 $lock 安装依赖…"
log=.venv/install.log
.venv/bin/python -m pip --disable-pip-version-check install -q --only-binary :all: --require-hashes -r "$lock" >"$log" 2>&1 \
  || { tail -n 5 "$log" >&2; stop "依赖没有装全：请检查网络和磁盘后重试，详情见 $log。"; }
.venv/bin/python -m pip --disable-pip-version-check install -q --no-deps --no-build-isolation -e . >>"$log" 2>&1 \
  || { tail -n 5 "$log" >&2; stop "本项目没有装好，详情见 $log。"; }
