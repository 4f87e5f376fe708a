"""Which systems well-known crates speak to, by the names that code has for them. Tables only."""

from designdoc_assets.ecosystems.systems import Systems, table

_CLIENTS = """
Amazon DynamoDB: aws_sdk_dynamodb
Amazon S3: aws_sdk_s3 rusoto_s3
Amazon SQS: aws_sdk_sqs
Apache Kafka: rdkafka kafka
ClickHouse: clickhouse
Docker Engine: bollard
Elasticsearch: elasticsearch
etcd: etcd_client
Git repositories: git2 gix
GitHub: octocrab
Kubernetes: kube
LDAP directory: ldap3
Mail server (SMTP): lettre
Memcached: memcache
Microsoft SQL Server: tiberius
MongoDB: mongodb
MQTT broker: rumqttc paho_mqtt
MySQL: mysql mysql_async
NATS: async_nats nats
Neo4j: neo4rs
OpenAI: async_openai
PostgreSQL: postgres tokio_postgres deadpool_postgres
RabbitMQ: lapin
Redis: redis deadpool_redis fred
S3 object storage: minio
Sentry: sentry
Web servers (HTTP): reqwest ureq isahc surf
"""
_SERVERS = "axum actix_web rocket warp tide poem salvo"

SYSTEMS = Systems(table(_CLIENTS), frozenset(_SERVERS.split()))
