"""deploy/kubernetes: each object is one that Kubernetes knows, and who may do what; and the pods that runs become."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.instance.config import dagster_instance_config
from dagster._serdes import ConfigurableClassData
from dagster_k8s import K8sRunLauncher
from dagster_k8s.container_context import K8sContainerContext
from dagster_k8s.job import construct_dagster_k8s_job
from dagster_k8s.models import k8s_model_from_dict, k8s_snake_case_dict
from kubernetes import client  # type: ignore[import-untyped]

from designdoc_tests.deploy.support import DEPLOY, KUBERNETES, documents

MODELS = {
    "Deployment": client.V1Deployment,
    "Namespace": client.V1Namespace,
    "Role": client.V1Role,
    "RoleBinding": client.V1RoleBinding,
    "Secret": client.V1Secret,
    "Service": client.V1Service,
    "ServiceAccount": client.V1ServiceAccount,
}
[KUSTOMIZATION] = documents(KUBERNETES / "kustomization.yaml")
OBJECTS = [found for name in KUSTOMIZATION["resources"] for found in documents(KUBERNETES / name)]
SECRETS = documents(KUBERNETES / "secret.yaml.example")
[INSTANCE] = documents(KUBERNETES / "dagster.yaml")


def _of(kind: str) -> dict[str, Any]:
    return {found["metadata"]["name"]: found for found in OBJECTS if found["kind"] == kind}


def _pods() -> dict[str, Any]:
    return {name: found["spec"]["template"]["spec"] for name, found in _of("Deployment").items()}


@pytest.mark.parametrize("found", OBJECTS + SECRETS, ids=lambda found: f"{found['kind']} {found['metadata']['name']}")
def test_each_object_has_what_it_needs_and_nothing_unknown(found: dict[str, Any]) -> None:
    model = MODELS[found["kind"]]
    assert k8s_model_from_dict(model, k8s_snake_case_dict(model, found)).metadata.name


def test_every_file_of_the_folder_is_used() -> None:
    generated = [name for generator in KUSTOMIZATION["configMapGenerator"] for name in generator.get("files", [])]
    generated += [name for generator in KUSTOMIZATION["configMapGenerator"] for name in generator.get("envs", [])]
    used = {*KUSTOMIZATION["resources"], *generated, "kustomization.yaml", "secret.yaml.example"}
    assert used == {file.name for file in KUBERNETES.iterdir()}


def test_pods_name_what_there_is() -> None:
    maps = {generator["name"] for generator in KUSTOMIZATION["configMapGenerator"]}
    secrets = {secret["metadata"]["name"] for secret in SECRETS}
    for pod in _pods().values():
        [container] = pod["containers"]
        for source in container["envFrom"]:
            assert source.get("secretRef", {}).get("name") in secrets or source["configMapRef"]["name"] in maps
        assert {volume["configMap"]["name"] for volume in pod["volumes"]} <= maps
        assert pod["serviceAccountName"] in _of("ServiceAccount")
        assert {mount["subPath"] for mount in container["volumeMounts"]} <= {"dagster.yaml", "workspace.yaml"}
    for name, service in _of("Service").items():
        labels = _of("Deployment")[name]["spec"]["template"]["metadata"]["labels"]
        assert service["spec"]["selector"] == labels
        assert service["spec"]["type"] == "ClusterIP"
    assert (KUBERNETES / "workspace.yaml").read_text() == (DEPLOY / "workspace.yaml").read_text()


def test_only_what_launches_runs_may_speak_to_the_cluster() -> None:
    accounts = {name: pod["serviceAccountName"] for name, pod in _pods().items()}
    assert accounts == {"code": "designdoc-run", "daemon": "designdoc-launcher", "webserver": "designdoc-launcher"}
    assert _of("ServiceAccount")["designdoc-run"]["automountServiceAccountToken"] is False
    [rule] = [binding["subjects"] for binding in _of("RoleBinding").values()]
    assert [subject["name"] for subject in rule] == ["designdoc-launcher"]
    [role] = _of("Role").values()
    granted = {resource: set(rule["verbs"]) for rule in role["rules"] for resource in rule["resources"]}
    assert granted == _calls_of_the_launcher()


def _calls_of_the_launcher() -> dict[str, set[str]]:
    """Return what the launcher's client asks of the cluster, by its own source."""
    import dagster_k8s.client  # noqa: PLC0415

    source = Path(dagster_k8s.client.__file__).read_text()
    asked: dict[str, set[str]] = {}
    for verb, noun in re.findall(r"_api\.(create|delete|list|read)_namespaced_(\w+)", source):
        resource = {"pod_log": "pods/log", "job_status": "jobs/status"}.get(noun, f"{noun}s")
        asked.setdefault(resource, set()).add("get" if verb == "read" else verb)
    return asked


def test_only_runs_are_given_the_key() -> None:
    given = {
        name: {source.get("secretRef", {}).get("name") for source in pod["containers"][0]["envFrom"]} - {None}
        for name, pod in _pods().items()
    }
    assert given == {name: {"designdoc-postgres"} for name in ("code", "daemon", "webserver")}
    [holder] = [secret for secret in SECRETS if "ANTHROPIC_API_KEY" in secret["stringData"]]
    assert holder["metadata"]["name"] == "designdoc-runs"
    assert set(INSTANCE["run_launcher"]["config"]["env_secrets"]) == {"designdoc-postgres", "designdoc-runs"}


def test_pods_keep_to_the_restricted_standard_of_their_namespace() -> None:
    for pod in [*_pods().values(), client.ApiClient().sanitize_for_serialization(_run().spec.template.spec)]:
        [container] = pod["containers"]
        assert pod["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
        assert container["securityContext"] == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
        assert "memory" in container["resources"]["limits"]


def test_a_run_is_a_pod_with_its_limits_its_settings_and_its_secrets() -> None:
    job = _run()
    assert (job.spec.backoff_limit, job.spec.active_deadline_seconds) == (0, 21600)
    pod = job.spec.template.spec
    [container] = pod.containers
    assert container.image == "registry.example.org/designdoc-assets:0.1.0"
    sources = [(source.secret_ref or source.config_map_ref).name for source in container.env_from]
    assert sorted(sources) == ["designdoc-postgres", "designdoc-runs", "designdoc-settings"]
    assert {entry.name: entry.value for entry in container.env}["DAGSTER_HOME"] == "/dagster"
    assert (pod.service_account_name, pod.automount_service_account_token) == ("designdoc-run", False)
    [image] = KUSTOMIZATION["images"]
    assert container.image == f"{image['newName']}:{image['newTag']}"


def test_tags_of_a_run_cannot_change_its_pod() -> None:
    with pytest.raises(Exception, match=r"pod_spec_config\.host_network"):
        _run({"dagster-k8s/config": json.dumps({"pod_spec_config": {"host_network": True}})})


def test_the_instance_is_configured_as_dagster_knows_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text((KUBERNETES / "dagster.yaml").read_text())
    read, _ = dagster_instance_config(str(tmp_path))  # raises for what it does not know
    assert read["concurrency"]["runs"]["max_concurrent_runs"] == 4


def _run(tags: Mapping[str, str] | None = None) -> Any:
    """Return the job that the launcher makes of a run, with all but the cluster."""
    configured = INSTANCE["run_launcher"]
    with pytest.MonkeyPatch.context() as outside:
        outside.setattr("dagster_k8s.launcher.load_kubernetes_config", lambda **_: None)
        data = ConfigurableClassData(configured["module"], configured["class"], json.dumps(configured["config"]))
        launcher = data.rehydrate(as_type=K8sRunLauncher)
    run = dg.DagsterRun("design_docs", tags=tags)
    context = K8sContainerContext.create_for_run(run, launcher, include_run_tags=True)
    return construct_dagster_k8s_job(
        job_config=context.get_k8s_job_config(job_image=None, run_launcher=launcher),
        args=["dagster", "api", "execute_run"],
        job_name="dagster-run",
        user_defined_k8s_config=context.run_k8s_config,
    )
