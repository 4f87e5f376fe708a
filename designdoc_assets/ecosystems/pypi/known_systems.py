"""Which systems well-known modules speak to. Tables only; what must be said of a row stands behind it."""

from designdoc_assets.ecosystems.systems import Systems, table

_CLIENTS = """
Amazon S3: s3fs
Amazon Web Services: boto3 botocore aioboto3 aiobotocore
Apache Cassandra: cassandra
Apache Kafka: kafka confluent_kafka aiokafka faust
Azure Blob Storage: azure.storage.blob
BigQuery: google.cloud.bigquery
Claude (Anthropic): anthropic
ClickHouse: clickhouse_driver clickhouse_connect
Consul: consul
Datadog: datadog ddtrace
Discord: discord
Docker Engine: docker aiodocker
Elasticsearch: elasticsearch elasticsearch_dsl
Firebase: firebase_admin
Gemini (Google): google.generativeai google.genai
Git repositories: git pygit2 dulwich
GitHub: github github3 githubkit
GitLab: gitlab
Google Cloud Pub/Sub: google.cloud.pubsub google.cloud.pubsub_v1
Google Cloud Storage: google.cloud.storage gcsfs
HashiCorp Vault: hvac
Hugging Face Hub: huggingface_hub
IBM Db2: ibm_db
InfluxDB: influxdb influxdb_client
Jira: jira
Kubernetes: kubernetes kubernetes_asyncio kr8s
LDAP directory: ldap ldap3
Mail server (IMAP): imaplib aioimaplib imapclient
Mail server (SMTP): smtplib aiosmtplib
Memcached: pymemcache memcache pylibmc aiomcache
Microsoft SQL Server: pymssql
Milvus: pymilvus
Mistral AI: mistralai
MongoDB: pymongo motor mongoengine beanie odmantic
MQTT broker: paho.mqtt aiomqtt gmqtt
MySQL: MySQLdb pymysql mysql.connector aiomysql asyncmy
NATS: nats
Neo4j: neo4j
OpenAI: openai
OpenSearch: opensearchpy
Oracle Database: cx_Oracle oracledb
Pinecone: pinecone
PostgreSQL: psycopg psycopg2 asyncpg pg8000 aiopg
Qdrant: qdrant_client
RabbitMQ: pika aio_pika # they speak AMQP, as RabbitMQ does and hardly anything else that they are used for
Redis: redis aioredis rq arq # the queues of rq and arq lie in Redis
S3 object storage: minio
SendGrid: sendgrid
Sentry: sentry_sdk
Slack: slack_sdk slack_bolt
Snowflake: snowflake.connector
SSH servers: paramiko asyncssh fabric
Stripe: stripe
Supabase: supabase
Telegram: telegram aiogram telethon
Twilio: twilio
Weaviate: weaviate
Web servers (HTTP): requests httpx urllib3 urllib.request http.client pycurl # of aiohttp, it is not told which side
ZooKeeper: kazoo
"""
_SERVERS = """
fastapi starlette litestar flask quart django.urls django.http bottle falcon sanic tornado.web aiohttp.web pyramid
cherrypy connexion http.server wsgiref.simple_server uvicorn gunicorn waitress hypercorn werkzeug.serving rest_framework
"""

SYSTEMS = Systems(table(_CLIENTS), frozenset(_SERVERS.split()))
