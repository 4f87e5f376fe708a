"""Which systems well-known images are, and which schemes of addresses lead to. Tables only.

Images are named without registry and tag: by their last part, or where that is not enough, by the last two.
"""

import re
from collections.abc import Mapping


def _table(text: str) -> Mapping[str, str]:
    rows = (line.partition(": ") for line in text.strip().split("\n"))
    return {name: system for system, _, names in rows for name in names.split()}


SYSTEMS_OF_IMAGES = _table("""
Apache Cassandra: cassandra
Apache Kafka: kafka cp-kafka redpanda
Amazon Web Services: localstack
ClickHouse: clickhouse clickhouse-server
Consul: consul
Elasticsearch: elasticsearch
etcd: etcd
Grafana: grafana
HashiCorp Vault: vault
InfluxDB: influxdb
Keycloak: keycloak
LDAP directory: openldap
Mail server (SMTP): mailhog mailpit maildev postfix
MariaDB: mariadb
Memcached: memcached
Microsoft SQL Server: mssql/server
Milvus: milvus
MongoDB: mongo mongodb
MQTT broker: eclipse-mosquitto mosquitto
MySQL: mysql mysql-server
NATS: nats
Neo4j: neo4j
OpenSearch: opensearch
PostgreSQL: postgres postgresql postgis timescaledb pgvector
Prometheus: prometheus
Qdrant: qdrant
RabbitMQ: rabbitmq
Redis: redis redis-stack redis-stack-server valkey keydb
S3 object storage: minio
Sentry: sentry
Weaviate: weaviate
ZooKeeper: zookeeper cp-zookeeper
""")
SYSTEMS_OF_SCHEMES = _table("""
Amazon S3: s3 s3a
Azure Blob Storage: abfs abfss wasbs
ClickHouse: clickhouse
Google Cloud Storage: gs
LDAP directory: ldap ldaps
Mail server (SMTP): smtp smtps
MariaDB: mariadb
Microsoft SQL Server: mssql sqlserver
MongoDB: mongodb mongodb+srv
MQTT broker: mqtt mqtts
MySQL: mysql mysql2
NATS: nats
Neo4j: neo4j neo4j+s bolt
Oracle Database: oracle
PostgreSQL: postgres postgresql
RabbitMQ: amqp amqps
Redis: redis rediss
""")
_NAMES = "|".join(map(re.escape, sorted(SYSTEMS_OF_SCHEMES, key=len, reverse=True)))
SCHEME = re.compile(rf"[\"'`]((?:{_NAMES})(?:\+\w+)?)://")
"""A string that begins with the scheme of an address that leads to a known system."""


def system_of_image(image: str) -> str:
    """Return the system that an image is; empty where that is not known."""
    parts = re.split(r"[:@](?![^/]*/)", image)[0].split("/")
    return SYSTEMS_OF_IMAGES.get("/".join(parts[-2:])) or SYSTEMS_OF_IMAGES.get(parts[-1], "")


def system_of_scheme(scheme: str) -> str:
    """Return the system that an address of a scheme leads to; empty where that is not known."""
    return SYSTEMS_OF_SCHEMES.get(scheme) or SYSTEMS_OF_SCHEMES.get(scheme.partition("+")[0], "")
