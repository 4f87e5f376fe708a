"""Which systems well-known packages speak to. Tables only; what must be said of a row stands behind it."""

from designdoc_assets.ecosystems.systems import Systems, table

_CLIENTS = """
Amazon S3: @aws-sdk/client-s3
Amazon SQS: @aws-sdk/client-sqs
Amazon DynamoDB: @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb
Amazon Web Services: aws-sdk
Apache Cassandra: cassandra-driver
Apache Kafka: kafkajs node-rdkafka
Azure Blob Storage: @azure/storage-blob
BigQuery: @google-cloud/bigquery
Claude (Anthropic): @anthropic-ai/sdk
ClickHouse: @clickhouse/client
Discord: discord.js
Docker Engine: dockerode
Elasticsearch: @elastic/elasticsearch elasticsearch
Firebase: firebase-admin firebase
Gemini (Google): @google/generative-ai @google/genai
Git repositories: simple-git isomorphic-git nodegit
GitHub: @octokit/rest @octokit/core octokit @actions/github
Google Cloud Pub/Sub: @google-cloud/pubsub
Google Cloud Storage: @google-cloud/storage
InfluxDB: @influxdata/influxdb-client influx
Kubernetes: @kubernetes/client-node
LDAP directory: ldapjs ldapts
Mail server (SMTP): nodemailer
Memcached: memcached memjs
Microsoft SQL Server: mssql tedious
MongoDB: mongodb mongoose
MQTT broker: mqtt
MySQL: mysql mysql2
NATS: nats
Neo4j: neo4j-driver
OpenAI: openai
OpenSearch: @opensearch-project/opensearch
Oracle Database: oracledb
PostgreSQL: pg postgres pg-promise @neondatabase/serverless slonik
Qdrant: @qdrant/js-client-rest
RabbitMQ: amqplib amqp-connection-manager
Redis: redis ioredis bull bullmq connect-redis # the queues of Bull lie in Redis
S3 object storage: minio
SendGrid: @sendgrid/mail
Sentry: @sentry/node @sentry/browser @sentry/react @sentry/nextjs
Slack: @slack/web-api @slack/bolt
Stripe: stripe
Supabase: @supabase/supabase-js
Telegram: telegraf node-telegram-bot-api grammy
Twilio: twilio
Web servers (HTTP): axios node-fetch got superagent undici ky
"""
_SERVERS = "express fastify koa @hapi/hapi @nestjs/core restify polka hono next apollo-server @apollo/server"

SYSTEMS = Systems(table(_CLIENTS), frozenset(_SERVERS.split()))
