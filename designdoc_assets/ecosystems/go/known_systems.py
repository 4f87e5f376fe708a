"""Which systems well-known Go modules speak to. Tables only; what must be said of a row stands behind it."""

from designdoc_assets.ecosystems.systems import Systems, table

_CLIENTS = """
Amazon DynamoDB: github.com/aws/aws-sdk-go-v2/service/dynamodb github.com/aws/aws-sdk-go/service/dynamodb
Amazon S3: github.com/aws/aws-sdk-go-v2/service/s3 github.com/aws/aws-sdk-go/service/s3
Amazon SQS: github.com/aws/aws-sdk-go-v2/service/sqs github.com/aws/aws-sdk-go/service/sqs
Amazon Web Services: github.com/aws/aws-sdk-go-v2/service github.com/aws/aws-sdk-go/service
Apache Cassandra: github.com/gocql/gocql
Apache Kafka: github.com/segmentio/kafka-go github.com/IBM/sarama github.com/Shopify/sarama github.com/twmb/franz-go
Azure Blob Storage: github.com/Azure/azure-sdk-for-go/sdk/storage/azblob
Claude (Anthropic): github.com/anthropics/anthropic-sdk-go
ClickHouse: github.com/ClickHouse/clickhouse-go
Consul: github.com/hashicorp/consul/api
Docker Engine: github.com/docker/docker/client
Elasticsearch: github.com/elastic/go-elasticsearch github.com/olivere/elastic
etcd: go.etcd.io/etcd/client go.etcd.io/etcd/clientv3
Git repositories: github.com/go-git/go-git
GitHub: github.com/google/go-github
Google Cloud Pub/Sub: cloud.google.com/go/pubsub
Google Cloud Storage: cloud.google.com/go/storage
HashiCorp Vault: github.com/hashicorp/vault/api
InfluxDB: github.com/influxdata/influxdb-client-go
Kubernetes: k8s.io/client-go sigs.k8s.io/controller-runtime
LDAP directory: github.com/go-ldap/ldap
Mail server (SMTP): net/smtp gopkg.in/gomail.v2 github.com/wneessen/go-mail
Memcached: github.com/bradfitz/gomemcache
Microsoft SQL Server: github.com/microsoft/go-mssqldb github.com/denisenkom/go-mssqldb
MongoDB: go.mongodb.org/mongo-driver
MQTT broker: github.com/eclipse/paho.mqtt.golang
MySQL: github.com/go-sql-driver/mysql
NATS: github.com/nats-io/nats.go
Neo4j: github.com/neo4j/neo4j-go-driver
OpenAI: github.com/sashabaranov/go-openai github.com/openai/openai-go
PostgreSQL: github.com/lib/pq github.com/jackc/pgx
RabbitMQ: github.com/streadway/amqp github.com/rabbitmq/amqp091-go
Redis: github.com/go-redis/redis github.com/redis/go-redis github.com/gomodule/redigo github.com/hibiken/asynq
S3 object storage: github.com/minio/minio-go
Sentry: github.com/getsentry/sentry-go
Slack: github.com/slack-go/slack
Stripe: github.com/stripe/stripe-go
"""
_SERVERS = """
github.com/gin-gonic/gin github.com/labstack/echo github.com/go-chi/chi github.com/gorilla/mux github.com/gofiber/fiber
github.com/julienschmidt/httprouter github.com/valyala/fasthttp
"""

SYSTEMS = Systems(table(_CLIENTS), frozenset(_SERVERS.split()))
