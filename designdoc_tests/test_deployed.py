"""What files of deployment say of a target, on its page ARCHITECTURE."""

import re
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo, write

SHOP = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n',
    "shop/__init__.py": "",
    "shop/cli.py": "def main(): ...\n",
}
COMPOSE = """
x-common: &common
  image: shop:${TAG:-latest}
  build: {context: ., dockerfile: deploy/Dockerfile}
services:
  web:
    <<: *common
    command: gunicorn --secret-key ${KEY:-hunter22} shop.web
    ports: ["8080:80", {target: 9000, published: "9001", host_ip: 127.0.0.1}]
    environment:
      DATABASE_URL: postgresql://shop:s3cr3tpw@db:5432/shop
      API_TOKEN: ${API_TOKEN:?}
      SEARCH_HOST: very-private.example.org
    depends_on:
      db: {condition: service_healthy}
      cache: {condition: service_started}
  worker:
    <<: *common
    command: [celery, -A, shop, worker]
    environment: [BROKER_URL=redis://cache/0, LEVEL=info, PASSED_ON]
    depends_on: [db]
  db:
    image: registry.example.org:5000/library/postgres:16@sha256:0123456789abcdef
  cache:
    image: redis:7
"""
DOCKERFILE = """
# syntax=docker/dockerfile:1
ARG VERSION=3.12
FROM --platform=linux/amd64 python:${VERSION}-slim AS base
ENV HOME=/srv MODE="very private" \\
    # a comment in between
    LEVEL=info
EXPOSE 80
FROM node:22 AS assets
RUN <<EOF
FROM nothing
CMD ["no"]
EOF
FROM base
COPY --from=assets /a /b
ENTRYPOINT ["python", "-m"]
CMD ["shop"]
"""
KUBERNETES = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: ghcr.io/acme/shop:1
          args: [serve]
          ports: [{containerPort: 8000}]
          env:
            - {name: LEVEL, value: info}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: shop, key: password}}}
            - {name: QUEUE, value: "amqp://broker.shop.svc:5672"}
          envFrom: [{configMapRef: {name: settings}}]
---
apiVersion: v1
kind: Service
metadata: {name: broker}
spec: {selector: {app: rabbit}, ports: [{port: 5672}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: rabbit}
spec: {template: {metadata: {labels: {app: rabbit}}, spec: {containers: [{name: rabbit, image: "rabbitmq:3"}]}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front}
spec:
  rules:
    - host: shop.example.org
      http: {paths: [{path: /api, backend: {service: {name: broker, port: {number: 80}}}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: shop, command: [shop, clean]}]}}}}
---
apiVersion: v1
kind: Secret
metadata: {name: shop}
stringData: {password: very-private-too}
"""
WORKFLOW = """
name: Release
on:
  push: {branches: [main], tags: ["v*"]}
  schedule: [{cron: "0 4 * * 1"}]
  workflow_dispatch:
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
      - run: |
          set -e
          pip install .
          NEXT=${{ github.event.inputs.next }}
          PLAIN=`echo ${NEXT} | awk 'match($0, /^(0|[1-9])/) { print substr($0, RSTART, 1); }'`
          failures=(neutral, skipped, timed_out)
          pytest -q && echo done
      - run: kubectl apply --dry-run=client -f deploy
  publish:
    needs: test
    steps:
      - uses: docker/build-push-action@v6
        with: {push: true}
      - uses: pypa/gh-action-pypi-publish@release/v1
      - run: PASSWORD=hunter22 deploy --token abcdefg
"""
GITLAB = """
stages: [test, deploy]
.base: {before_script: [apt-get update], script: [make test]}
unit: {extends: .base}
production:
  stage: deploy
  needs: [unit]
  rules: [{if: $CI_COMMIT_TAG, when: manual}]
  environment: {name: production}
  script: [helm upgrade shop ./chart]
"""


def page(tmp_path: Path, files: dict[str, str]) -> str:
    repo = make_repo(tmp_path / "repo", {**SHOP, **files})
    run = document(repo)
    assert run.success and "disputed" not in run.log.partition("Done")[2].partition("\n")[0]
    return (docs_of(repo) / "ARCHITECTURE.md").read_text()


def test_services_of_compose_are_containers_and_no_value_of_the_environment_is_shown(tmp_path: Path) -> None:
    text = page(tmp_path, {"compose.yaml": COMPOSE, "deploy/Dockerfile": DOCKERFILE})
    assert "4 services of Compose, in [`compose.yaml`](../../compose.yaml):" in text
    built = "`shop:latest`, built by [`deploy/Dockerfile`](../../deploy/Dockerfile)"
    assert f"| `web` | {built} | `gunicorn --secret-key … shop.web` | `8080:80`, `127.0.0.1:9001:9000` |" in text
    assert "`db` (starts once it is healthy, `DATABASE_URL`), `cache` (starts after it) |" in text
    assert (
        f"| `worker` | {built} | `celery -A shop worker` | | `db` (starts after it), `cache` (`BROKER_URL`) |" in text
    )
    assert "    web --> n" in text
    assert "; image `registry.example.org:5000/library/postgres:16@sha256" in text
    assert "| Redis | in-memory store | its address in `BROKER_URL` of" in text
    assert "| `API_TOKEN` | `web` | no |" in text
    assert "| `LEVEL` | `worker`, `deploy/Dockerfile` | yes |" in text
    assert "| `PASSED_ON` | `worker` | no |" in text
    for secret in ("hunter22", "s3cr3tpw", "very-private", "very private"):
        assert secret not in text


def test_the_last_stage_of_a_dockerfile_says_what_starts(tmp_path: Path) -> None:
    reader = '"""Reads.\n\nFROM a base\n"""\nfrom shop import cli\n'
    text = page(tmp_path, {"deploy/Dockerfile": DOCKERFILE, "shop/dockerfile.py": reader})
    expected = "from `python:3.12-slim`, in 3 stages, starts `python -m shop`, listens at `80`."
    assert f"- [`deploy/Dockerfile`](../../deploy/Dockerfile): {expected}\n" in text
    assert "shop/dockerfile.py`](../../" not in text, "source code is no image"


def test_an_override_adds_to_the_services_of_its_folder(tmp_path: Path) -> None:
    override = "services:\n  web: {environment: {DEBUG: '1'}, ports: ['1:1']}\n  mail: {image: mailhog/mailhog}\n"
    text = page(tmp_path, {"compose.yaml": COMPOSE, "compose.override.yaml": override})
    assert "5 services of Compose" in text
    assert text.count("| `web` | `shop:latest`") == 1
    assert "[`compose.yaml`](../../compose.yaml), [`compose.override.yaml`](../../compose.override.yaml):" in text
    assert "built by `deploy/Dockerfile` |" in text, "it is not there, and no link leads to it"
    assert "| `DEBUG` | `web` | yes |" in text


def test_workloads_and_what_leads_to_them_are_read_from_manifests(tmp_path: Path) -> None:
    text = page(tmp_path, {"k8s/all.yaml": KUBERNETES})
    assert "3 units of Kubernetes, in [`k8s/all.yaml`](../../k8s/all.yaml):" in text
    assert "| `api` | Deployment | `ghcr.io/acme/shop:1` | `serve` | `8000` | `rabbit` (`QUEUE`) | |" in text
    assert "| `nightly` | CronJob | `shop` | `shop clean` | | | cron `0 3 * * *` |" in text
    assert "- Service `broker` at port `5672` leads to `rabbit`.\n" in text
    assert "- Ingress `front` leads `shop.example.org/api` to `broker`.\n" in text
    assert "| RabbitMQ | message broker | its address in `QUEUE` of" in text
    assert "More come from `Secret shop`, `ConfigMap settings`." in text
    assert "| `PASSWORD` | `api` | no |" in text
    assert "very-private-too" not in text


def test_a_template_of_a_chart_is_listed_as_not_read(tmp_path: Path) -> None:
    template = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n"
    files = {"charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\n", "charts/shop/templates/a.yaml": template}
    text = page(tmp_path, files)
    assert "- `charts/shop/templates/a.yaml` is a template of a Helm chart, which is no YAML" in text


def test_processes_units_and_functions_run_too(tmp_path: Path) -> None:
    files = {
        "Procfile": "web: gunicorn shop.web\nworker: PORT=1 celery -A shop\n",
        "deploy/shop.service": "[Unit]\nAfter=network.target db.service\n[Service]\nExecStart=/usr/bin/shop serve\n"
        "Environment=LEVEL=info\n",
        "deploy/shop.timer": "[Timer]\nOnCalendar=daily\n",
        "serverless.yml": "functions:\n  hello:\n    handler: shop.cli.main\n    events:\n      - httpApi: GET /hello\n"
        "      - schedule: rate(1 day)\n",
        "template.yaml": "Resources:\n  Fetch:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        "      Handler: shop.cli.main\n      Events:\n        A: {Type: Api, Properties: {Path: /a, Method: get}}\n",
    }
    text = page(tmp_path, files)
    assert "2 processes of Procfile" in text
    assert "| `worker` | `PORT=… celery -A shop` |" in text
    assert "| `shop.service` | service | `/usr/bin/shop serve` | |" in text
    assert "| `shop.timer` | timer | | `OnCalendar=daily` |" in text
    assert "| `hello` | `shop.cli.main` | GET /hello, schedule `rate(1 day)` |" in text
    assert "| `Fetch` | `shop.cli.main` | GET /a |" in text


def test_pipelines_say_when_they_run_and_what_leaves_by_them(tmp_path: Path) -> None:
    text = page(tmp_path, {".github/workflows/release.yml": WORKFLOW, ".gitlab-ci.yml": GITLAB})
    when = "push to `main` and of tags `v*`; cron `0 4 * * 1`; by hand."
    assert (
        f"Release, [`.github/workflows/release.yml`](../../.github/workflows/release.yml) (GitHub Actions): {when}"
        in text
    )
    assert "| `test` | | `pip install .`, `pytest -q`, `kubectl apply --dry-run=client -f deploy` | |" in text
    delivers = "pushes an image, publishes a package to PyPI"
    assert re.search(rf"\| `publish` \| `test` \| .*`PASSWORD=… deploy --token …` \| {delivers} \|", text)
    assert "hunter22" not in text
    assert "(GitLab CI)" in text
    assert "| `unit` | | | `make test` | |" in text
    does = "`helm upgrade shop ./chart`, `environment production`"
    deploys = "deploys to a cluster, deploys to the environment `production`"
    assert f"| `production` | `unit` | if `$CI_COMMIT_TAG` by hand | {does} | {deploys} |" in text


def test_what_only_tests_and_examples_run_is_counted(tmp_path: Path) -> None:
    files = {"tests/compose.yaml": COMPOSE, "examples/a/Dockerfile": DOCKERFILE, "docker-compose.test.yml": COMPOSE}
    files |= {"ops/test-environments/db/compose.yml": COMPOSE, "tests_e2e/compose.yml": COMPOSE}
    text = page(tmp_path, files)
    counted = (
        "`docker-compose.test.yml` (1), `examples/a` (1), `ops/test-environments/db` (1), `tests` (1), `tests_e2e` (1)"
    )
    assert f"- Files that run examples or tests: {counted}.\n" in text
    assert "Compose, in" not in text
    assert "PostgreSQL" not in text


@pytest.mark.parametrize(
    ("damaged", "problem"),
    [
        ("services:\n  a: {image: x}\n  b: [\n", "line 4: is not valid YAML; what stands below was not read"),
        ("services:\n  a: " + "[" * 100 + "]" * 100, "nests more than 64 levels deep"),
        ("services: &a\n  x: {image: y}\n" + "b: *a\n" * 2_100, "uses more than 2,000 aliases"),
        ("services: {}\nx: [" + "1, " * 110_000 + "]", "could not be read: 330,018 bytes, above the limit"),
    ],
)
def test_a_damaged_file_is_a_problem_and_the_others_are_read(damaged: str, problem: str, tmp_path: Path) -> None:
    text = page(tmp_path, {"compose.yaml": damaged, "Procfile": "web: serve\nthis is no process\n"})
    assert f"`compose.yaml` {problem}" in text
    assert "`Procfile` line 2: has a line that is no `name: command`" in text.replace("\\`", "`")
    assert "1 process of Procfile" in text


def test_only_architecture_is_made_anew_when_a_compose_file_changes(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {**SHOP, "compose.yaml": COMPOSE})
    assert document(repo).success
    write(repo, "compose.yaml", COMPOSE.replace("redis:7", "redis:8"))
    again = document(repo)
    assert again.made == (("document", "ARCHITECTURE"),)
    write(repo, "compose.yaml", COMPOSE.replace("redis:7", "redis:8").replace("LEVEL=info", "LEVEL=debug"))
    assert document(repo).made == ()


def test_this_projects_own_deployment_is_read(tmp_path: Path) -> None:
    deploy = Path(__file__).parents[1] / "deploy"
    files = {f"deploy/{p.relative_to(deploy)}": p.read_text() for p in sorted(deploy.rglob("*")) if p.is_file()}
    text = page(tmp_path, files)
    assert "4 services of Compose, in [`deploy/compose.yaml`](../../deploy/compose.yaml):" in text
    for service in ("postgres", "code", "webserver", "daemon"):
        assert f"\n| `{service}` | `" in text
    assert (
        "| `daemon` |" in text and "`code` (starts once it is healthy), `postgres` (`DAGSTER_POSTGRES_URL`) |" in text
    )
    assert "3 Deployments of Kubernetes" in text
    assert "- Service `webserver` at port `3000` leads to `webserver`.\n" in text
    assert "| PostgreSQL | database |" in text
    assert "| `ANTHROPIC_API_KEY` | `code` | no |" in text
    assert "read in full" not in text


def test_an_address_without_a_name_of_a_host_leads_to_nothing_of_the_target(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  queue:\n    image: kafka\n    environment:\n      LISTENERS: PLAINTEXT://0.0.0.0:9092\n",
        "a.py": "x = 1\n",
    }
    repo = make_repo(tmp_path / "repo", files)
    run = document(repo)
    assert run.success, run.failure
    assert "`queue`" in (docs_of(repo) / "ARCHITECTURE.md").read_text()
