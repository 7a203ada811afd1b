# make run   set up and serve the demonstration city on 127.0.0.1:8000
# make test  set up and run every test        make check  lint, types, dead names, architecture, migrations
# make setup-office  install what old and open Office files need (LibreOffice without screens), where apt is at hand
# make setup-ocr     install what reads scans and photographs (some 400 MB, models inside the packages)
# make bench-large the same of search and lists at 1,000,000 documents (an hour, 20 GB of disk)
# make bench print measured ratios            make setup  only make the environment in .venv/
# make mutants break rules line by line and see whether the tests notice (ARGS=deadlines for one area)
PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: setup setup-dev setup-office setup-ocr run test check mutants bench bench-large lock clean
.DEFAULT_GOAL := run

setup: .venv/.run-ready
setup-dev: .venv/.dev-ready

.venv/.run-ready: requirements/run.lock pyproject.toml scripts/make_venv.sh
	@PYTHON=$(PYTHON) sh scripts/make_venv.sh requirements/run.lock
	@touch $@

.venv/.dev-ready: requirements/dev.lock requirements/run.lock pyproject.toml scripts/make_venv.sh
	@PYTHON=$(PYTHON) sh scripts/make_venv.sh requirements/dev.lock
	@touch .venv/.run-ready $@

setup-office: setup
	@command -v soffice >/dev/null || { echo "正在安装 LibreOffice（读取 rtf、odt、xlsb，doc、wps 读得更全）…"; \
	  apt-get update -q && apt-get install -y -q --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui; }
	@$(BIN)/gongkai formats
	@echo "可选：读扫描件和照片，执行 make setup-ocr"

setup-ocr: setup
	@echo "正在安装文字识别组件（约 400 MB，模型在安装包里，不另下载）…"
	@$(PIP) install -q --only-binary :all: --require-hashes -r requirements/ocr.lock
	@$(BIN)/gongkai formats

run: setup
	@$(BIN)/gongkai serve --demo --host $(HOST) --port $(PORT)

test: setup-dev
	@$(BIN)/python scripts/run_tests.py $(ARGS)

check: setup-dev
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/ruff format --check -q src tests bench scripts
	$(BIN)/python scripts/format_templates.py --check
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/lint-imports
	$(BIN)/gongkai manage makemigrations --check --dry-run

mutants: setup-dev
	@$(BIN)/python scripts/mutants.py $(ARGS)

bench: setup-dev
	@$(BIN)/python -m bench

bench-large: setup-dev
	@$(BIN)/python -m bench.search --documents 1000000
	@$(BIN)/python -m bench.lists --documents 1000000

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links -q --no-header -o requirements/run.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links -q --no-header -c requirements/run.lock -o requirements/dev.lock
	uv pip compile pyproject.toml --extra ocr --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links -q --no-header -c requirements/run.lock -o requirements/ocr.lock

clean:
	rm -rf .venv build dist
