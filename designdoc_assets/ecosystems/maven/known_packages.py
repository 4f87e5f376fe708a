"""Which Java packages well-known artifacts hold, where their names do not tell. Tables only."""

_TABLE = """
com.google.guava:guava: com.google.common
com.google.code.gson:gson: com.google.gson
com.google.code.findbugs:jsr305: javax.annotation
com.google.inject:guice: com.google.inject
com.google.dagger:dagger: dagger
com.google.protobuf:protobuf-java: com.google.protobuf
com.google.truth:truth: com.google.common.truth
com.fasterxml.jackson.core:jackson-annotations: com.fasterxml.jackson.annotation
com.fasterxml.jackson.core:jackson-core: com.fasterxml.jackson.core
com.fasterxml.jackson.core:jackson-databind: com.fasterxml.jackson.databind
com.squareup.okhttp3:okhttp: okhttp3
com.squareup.okhttp3:mockwebserver: okhttp3.mockwebserver
com.squareup.okhttp3:logging-interceptor: okhttp3.logging
com.squareup.okio:okio: okio
com.squareup.retrofit2:retrofit: retrofit2
com.h2database:h2: org.h2
com.zaxxer:HikariCP: com.zaxxer.hikari
com.github.ben-manes.caffeine:caffeine: com.github.benmanes.caffeine
commons-beanutils:commons-beanutils: org.apache.commons.beanutils
commons-cli:commons-cli: org.apache.commons.cli
commons-codec:commons-codec: org.apache.commons.codec
commons-collections:commons-collections: org.apache.commons.collections
commons-io:commons-io: org.apache.commons.io
commons-lang:commons-lang: org.apache.commons.lang
commons-logging:commons-logging: org.apache.commons.logging
info.picocli:picocli: picocli
io.grpc:grpc-api: io.grpc
io.projectreactor:reactor-core: reactor.core
io.projectreactor:reactor-test: reactor.test
io.reactivex.rxjava3:rxjava: io.reactivex.rxjava3
io.dropwizard.metrics:metrics-core: com.codahale.metrics
io.dropwizard.metrics:metrics-healthchecks: com.codahale.metrics.health
javax.annotation:javax.annotation-api: javax.annotation
javax.inject:javax.inject: javax.inject
javax.persistence:javax.persistence-api: javax.persistence
javax.servlet:javax.servlet-api: javax.servlet
javax.validation:validation-api: javax.validation
joda-time:joda-time: org.joda.time
junit:junit: org.junit junit
log4j:log4j: org.apache.log4j
mysql:mysql-connector-java: com.mysql
net.java.dev.jna:jna: com.sun.jna
org.apache.commons:commons-collections4: org.apache.commons.collections4
org.apache.commons:commons-compress: org.apache.commons.compress
org.apache.commons:commons-csv: org.apache.commons.csv
org.apache.commons:commons-lang3: org.apache.commons.lang3
org.apache.commons:commons-math3: org.apache.commons.math3
org.apache.commons:commons-text: org.apache.commons.text
org.apache.httpcomponents.client5:httpclient5: org.apache.hc.client5
org.apache.httpcomponents:httpclient: org.apache.http
org.apache.kafka:kafka-clients: org.apache.kafka.clients org.apache.kafka.common
org.apache.logging.log4j:log4j-api: org.apache.logging.log4j
org.apache.logging.log4j:log4j-core: org.apache.logging.log4j.core
org.assertj:assertj-core: org.assertj.core
org.hamcrest:hamcrest: org.hamcrest
org.hibernate.orm:hibernate-core: org.hibernate
org.javassist:javassist: javassist
org.jetbrains:annotations: org.jetbrains.annotations org.intellij.lang.annotations
org.jsoup:jsoup: org.jsoup
org.junit.jupiter:junit-jupiter: org.junit.jupiter
org.junit.jupiter:junit-jupiter-api: org.junit.jupiter.api
org.junit.jupiter:junit-jupiter-params: org.junit.jupiter.params
org.mockito:mockito-core: org.mockito
org.mockito:mockito-junit-jupiter: org.mockito.junit.jupiter
org.ow2.asm:asm: org.objectweb.asm
org.ow2.asm:asm-tree: org.objectweb.asm.tree
org.postgresql:postgresql: org.postgresql
org.projectlombok:lombok: lombok
org.slf4j:slf4j-api: org.slf4j
org.springframework:spring-aop: org.springframework.aop
org.springframework:spring-beans: org.springframework.beans
org.springframework:spring-context: org.springframework.cache org.springframework.context org.springframework.format \
  org.springframework.scheduling org.springframework.stereotype org.springframework.ui org.springframework.validation
org.springframework:spring-core: org.springframework.core org.springframework.util org.springframework.lang
org.springframework:spring-jdbc: org.springframework.jdbc
org.springframework:spring-orm: org.springframework.orm
org.springframework:spring-test: org.springframework.test org.springframework.mock
org.springframework:spring-tx: org.springframework.transaction org.springframework.dao
org.springframework:spring-web: org.springframework.web org.springframework.http
org.springframework:spring-webmvc: org.springframework.web.servlet
org.testng:testng: org.testng
org.yaml:snakeyaml: org.yaml.snakeyaml
redis.clients:jedis: redis.clients.jedis
"""
_RENAMED_TABLE = """
jakarta.activation:jakarta.activation-api: 2 activation
jakarta.annotation:jakarta.annotation-api: 2 annotation
jakarta.ejb:jakarta.ejb-api: 4 ejb
jakarta.enterprise:jakarta.enterprise.cdi-api: 3 enterprise
jakarta.inject:jakarta.inject-api: 2 inject
jakarta.jms:jakarta.jms-api: 3 jms
jakarta.json.bind:jakarta.json.bind-api: 2 json.bind
jakarta.json:jakarta.json-api: 2 json
jakarta.mail:jakarta.mail-api: 2 mail
jakarta.persistence:jakarta.persistence-api: 3 persistence
jakarta.servlet:jakarta.servlet-api: 5 servlet
jakarta.transaction:jakarta.transaction-api: 2 transaction
jakarta.validation:jakarta.validation-api: 3 validation
jakarta.websocket:jakarta.websocket-api: 2 websocket
jakarta.ws.rs:jakarta.ws.rs-api: 3 ws.rs
jakarta.xml.bind:jakarta.xml.bind-api: 3 xml.bind
"""
_SPECIFICATIONS = ("javax.", "jakarta.")
_ROWS = [row.partition(": ") for row in _TABLE.split("\n") if row]
PACKAGES = {name: tuple(packages.split()) for name, _, packages in _ROWS}
"""The packages of artifacts."""
RENAMED: dict[str, tuple[int, str]] = {}
"""Artifacts whose packages begin with `jakarta.` from a major version on, and with `javax.` before: that version, and
what stands behind. Those are left out that pages of a server (JSP) are compiled with, which import nothing."""
for _row in filter(None, _RENAMED_TABLE.split("\n")):
    _name, _, _what = _row.partition(": ")
    _major, _package = _what.split()
    RENAMED[_name] = int(_major), _package
HOLDERS: dict[str, list[str]] = {}
"""The artifacts of packages that no others hold: those of specifications come with servers and with implementations."""
for _name, _packages in PACKAGES.items():
    for _package in _packages:
        if not _package.startswith(_SPECIFICATIONS):
            HOLDERS.setdefault(_package, []).append(_name)
