"""Which systems well-known Java packages speak to. Tables only; what must be said of a row stands behind it."""

from designdoc_assets.ecosystems.systems import Systems, table

_CLIENTS = """
Amazon S3: software.amazon.awssdk.services.s3 com.amazonaws.services.s3
Amazon SQS: software.amazon.awssdk.services.sqs com.amazonaws.services.sqs
Amazon DynamoDB: software.amazon.awssdk.services.dynamodb com.amazonaws.services.dynamodbv2
Apache Cassandra: com.datastax.driver.core com.datastax.oss.driver
Apache Kafka: org.apache.kafka.clients org.springframework.kafka org.apache.kafka.streams
Elasticsearch: org.elasticsearch.client co.elastic.clients
Google Cloud Pub/Sub: com.google.cloud.pubsub
Google Cloud Storage: com.google.cloud.storage
JMS broker: javax.jms jakarta.jms org.springframework.jms
Kubernetes: io.fabric8.kubernetes io.kubernetes.client
LDAP directory: org.springframework.ldap com.unboundid.ldap
Mail server: javax.mail jakarta.mail org.springframework.mail
MongoDB: com.mongodb org.springframework.data.mongodb
MQTT broker: org.eclipse.paho
MySQL: com.mysql
NATS: io.nats
Neo4j: org.neo4j.driver
PostgreSQL: org.postgresql io.r2dbc.postgresql
RabbitMQ: com.rabbitmq org.springframework.amqp
Redis: redis.clients.jedis io.lettuce org.redisson org.springframework.data.redis
Stripe: com.stripe
Web servers (HTTP): okhttp3 retrofit2 org.apache.http.client org.apache.hc.client5 java.net.http
ZooKeeper: org.apache.zookeeper org.apache.curator
"""
_SERVERS = """
org.springframework.web.bind.annotation javax.ws.rs jakarta.ws.rs io.javalin spark io.micronaut.http.annotation
javax.servlet.http jakarta.servlet.http io.vertx.ext.web com.sun.net.httpserver
"""
_SEND = """
javax.ws.rs.client javax.ws.rs.core javax.ws.rs.ext javax.ws.rs.WebApplicationException javax.ws.rs.ProcessingException
jakarta.ws.rs.client jakarta.ws.rs.core jakarta.ws.rs.ext jakarta.ws.rs.WebApplicationException
jakarta.ws.rs.ProcessingException io.vertx.ext.web.client
"""
_FOR_CLIENTS = """
org.eclipse.microprofile.rest.client feign org.springframework.cloud.openfeign io.micronaut.http.client.annotation
"""

SYSTEMS = Systems(
    table(_CLIENTS), frozenset(_SERVERS.split()), frozenset(_SEND.split()), frozenset(_FOR_CLIENTS.split())
)
