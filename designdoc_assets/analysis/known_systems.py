"""What each system is that tables of libraries, images and schemes name: a test holds them against one another."""

from collections.abc import Mapping

_TABLE = """
database: Apache Cassandra; Amazon DynamoDB; BigQuery; ClickHouse; IBM Db2; InfluxDB; MariaDB; Microsoft SQL Server
database: MongoDB; MySQL; Neo4j; Oracle Database; PostgreSQL; Snowflake; Supabase; Firebase
vector database: Milvus; Pinecone; Qdrant; Weaviate
search engine: Elasticsearch; OpenSearch
in-memory store: Memcached; Redis
message broker: Amazon SQS; Apache Kafka; Google Cloud Pub/Sub; JMS broker; MQTT broker; NATS; RabbitMQ
object storage: Amazon S3; Azure Blob Storage; Google Cloud Storage; S3 object storage
language model: Claude (Anthropic); Gemini (Google); Mistral AI; OpenAI
cloud platform: Amazon Web Services
container platform: Docker Engine; Kubernetes
coordination: Consul; etcd; ZooKeeper
secrets: HashiCorp Vault
identity: Keycloak; LDAP directory
mail: Mail server; Mail server (IMAP); Mail server (SMTP); SendGrid
messaging service: Discord; Slack; Telegram; Twilio
monitoring: Datadog; Grafana; Prometheus; Sentry
payments: Stripe
version control: Git repositories; GitHub; GitLab
issue tracker: Jira
model hub: Hugging Face Hub
servers: SSH servers; Web servers (HTTP)
"""
SORTS: Mapping[str, str] = {
    name.strip(): sort
    for sort, _, names in (line.partition(": ") for line in _TABLE.strip().split("\n"))
    for name in names.split(";")
}
PROGRAM = "program"
"""The sort of what is no system by these tables, and started as a program of the machine."""
STORES = frozenset({"database", "vector database", "search engine", "in-memory store", "object storage"})
"""Sorts that are drawn as what holds data."""
