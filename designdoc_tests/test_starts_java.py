"""Where users of a system in Java start, and what it stores, on SYSTEM_DESIGN; what looks alike is none."""

import re
from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows

POM = """\
<project><modelVersion>4.0.0</modelVersion><groupId>com.pay</groupId><artifactId>pay</artifactId><version>1</version>
</project>
"""


def system_design(folder: Path, files: Mapping[str, str]) -> str:
    """Return SYSTEM_DESIGN of a target with these files in its package `com.pay`."""
    own = {
        f"src/main/java/com/pay/{path}": text if text.startswith("package") else f"package com.pay;\n\n{text}"
        for path, text in files.items()
    }
    repo = make_repo(folder / "pay", {"pom.xml": POM, **own})
    run = document(repo, writer="static")
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


SPRING = {
    "Paths.java": """\
public interface Paths {
    String V1 = "/v1";
    String BILLS = V1 + "/bills";
}
""",
    "BillController.java": """\
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping(Paths.BILLS)
public class BillController extends Searching implements Printing {
    static final String LATE = "/late";

    @GetMapping("/{id}")
    public Object show(long id) { return null; }

    @GetMapping
    public Object all() { return null; }

    @RequestMapping(value = {LATE, "/overdue"}, method = {RequestMethod.GET, RequestMethod.HEAD})
    public Object late() { return null; }

    @PostMapping(path = "/new")
    public Object add() { return null; }

    @PostMapping(path = "/new", consumes = "text/plain")
    public Object add(String text) { return null; }

    @DeleteMapping(Unknown.ADDRESS)
    public void drop() {}

    @Override
    public Object print(long id) { return null; }
}
""",
    "Searching.java": """\
import org.springframework.web.bind.annotation.GetMapping;

abstract class Searching {
    @GetMapping("/search")
    public Object search() { return null; }
}
""",
    "Printing.java": """\
import org.springframework.web.bind.annotation.GetMapping;

interface Printing {
    @GetMapping("{id}/print")
    Object print(long id);
}
""",
    "BankClient.java": """\
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;

@FeignClient("bank")
interface BankClient {
    @GetMapping("/accounts")
    Object accounts();
}
""",
    "Api.java": """\
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
public @interface Api {}
""",
    "Health.java": """\
import org.springframework.web.bind.annotation.GetMapping;

@Api
class Health {
    @GetMapping("health")
    String state() { return "up"; }
}
""",
    "menu/Menu.java": """\
package com.pay.menu;

@interface RestController {}
@interface GetMapping { String value(); }

@RestController
class Menu {
    @GetMapping("/no-route")
    void open() {}
}
""",
}


def test_routes_of_spring_are_those_of_controllers_and_of_what_they_inherit(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, SPRING), "Routes") == [
        ["/v1/bills/{id}", "GET", "BillController.show"],
        ["/v1/bills", "GET", "BillController.all"],
        ["/v1/bills/late", "GET, HEAD", "BillController.late"],
        ["/v1/bills/overdue", "GET, HEAD", "BillController.late"],
        ["/v1/bills/new", "POST", "BillController.add"],
        ["/v1/bills/new", "POST", "BillController.add"],
        ["/api/health", "GET", "Health.state"],
        ["/v1/bills/{id}/print", "GET", "BillController.print"],
        ["/v1/bills/search", "GET", "Searching.search"],
    ]


REST = {
    "App.java": """\
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("api")
public class App extends Application {}
""",
    "Bills.java": """\
import jakarta.ws.rs.*;
import java.nio.file.Path;

@jakarta.ws.rs.Path("/bills")
public class Bills {
    @GET
    public Object get() { return null; }

    @GET
    @jakarta.ws.rs.Path("{id: [0-9]+}")
    public Object get(long id) { return null; }

    @POST
    public void add(Path file) {}

    @jakarta.ws.rs.Path("{id}/lines")
    public Lines lines() { return null; }

    public void helps() {}
}
""",
    "Lines.java": """\
import javax.ws.rs.DELETE;
import javax.ws.rs.Path;

public class Lines {
    @DELETE
    @Path("{line}")
    public void drop() {}
}
""",
    "Bank.java": """\
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/bank")
interface Bank {
    @GET
    Object accounts();
}
""",
    "Images.java": """\
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;

@WebServlet(name = "images", urlPatterns = {"/images/*"})
public class Images extends HttpServlet {
    protected void doGet(Object request, Object response) {}
    protected void doPost(Object request, Object response) {}
    void doNothing() {}
}
""",
}


def test_routes_of_resources_and_servlets(tmp_path: Path) -> None:
    assert rows(system_design(tmp_path, REST), "Routes") == [
        ["/api/bills", "GET", "Bills.get"],
        ["/api/bills/{id: [0-9]+}", "GET", "Bills.get"],
        ["/api/bills", "POST", "Bills.add"],
        ["/images/*", "GET, POST", "Images"],
        ["/api/bills/{id}/lines/{line}", "DELETE", "Lines.drop"],
    ]


JOBS = {
    "Jobs.java": """\
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;

class Jobs {
    static final String PAID = "bills.paid";

    /** Sends reminders. */
    @Scheduled(cron = "0 0 7 * * *")
    void remind() {}

    @Scheduled(fixedDelay = 5000, initialDelay = 100)
    void poll() {}

    @KafkaListener(topics = {PAID, "${bills.late}"}, groupId = "pay")
    void paid(String bill) {}
}
""",
    "Queues.java": """\
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.jms.annotation.JmsListener;

@RabbitListener(queues = "orders")
class Queues {
    @RabbitHandler
    void order(String order) {}

    @JmsListener(destination = "mail")
    void mail(String mail) {}
}
""",
    "Mailing.java": """\
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Schedule;

@MessageDriven(activationConfig = {
    @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
    @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "java:app/late")})
class Mailing {
    @Schedule(hour = "3")
    void nightly() {}

    public void onMessage(Object message) {}
}
""",
    "Own.java": """\
@interface Scheduled { String cron(); }

class Own {
    @Scheduled(cron = "never")
    void no() {}
}
""",
}


def test_schedules_and_consumers(tmp_path: Path) -> None:
    text = system_design(tmp_path, JOBS)
    assert rows(text, "Schedules") == [
        ["Jobs.remind", "0 0 7 * * *", "Sends reminders.", "Jobs.remind"],
        ["Jobs.poll", "fixedDelay = 5000, initialDelay = 100", "", "Jobs.poll"],
        ["Mailing.nightly", 'hour = "3"', "", "Mailing.nightly"],
    ]
    assert rows(text, "Consumers") == [
        ["${bills.late}", "Jobs.paid"],
        ["bills.paid", "Jobs.paid"],
        ["java:app/late", "Mailing.onMessage"],
        ["orders", "Queues"],
        ["mail", "Queues.mail"],
    ]


PICOCLI = {
    "Pay.java": """\
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pays. */
@Command(name = "pay", subcommands = {Users.class, CommandLine.HelpCommand.class},
    description = "Pays @|bold bills|@ for ${WHOM:-the bank}.")
public class Pay implements Runnable {
    @Option(names = {"-v", "--verbose"}, description = {"Say more,", "(${DEFAULT-VALUE})."})
    boolean verbose;

    @Command(description = "Sends one.")
    void send(@Parameters(paramLabel = "BILL") String bill, @Option(names = "--times", required = true) int times) {}

    @Command(hidden = true)
    void debug() {}

    public void run() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Pay()).addSubcommand("late", new Late()).execute(args));
    }
}
""",
    "Users.java": """\
import java.io.File;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "users", header = "Users.", mixinStandardHelpOptions = true)
class Users extends Base {
    @Parameters(description = "Who.")
    List<String> names;

    @Option(names = "--limit", defaultValue = "10", description = "At most ${DEFAULT-VALUE}.")
    int limit;

    @Option(names = "--how", description = "One of ${COMPLETION-CANDIDATES}.")
    java.util.Set<How> how = new java.util.HashSet<>();

    enum How { FAST, WELL }

    @Mixin
    Output output;

    static class Output {
        @Option(names = {"-o"}, description = "Where to.")
        File to = null;

        @Option(names = {"--secret"}, hidden = true)
        String secret;
    }
}
""",
    "Base.java": """\
import picocli.CommandLine.Option;

abstract class Base {
    @Option(names = "--json", negatable = true)
    boolean json;
}
""",
    "Late.java": """\
import picocli.CommandLine.Command;

@Command(name = "not-under-this-name")
class Late {}
""",
}


def test_commands_of_picocli_under_the_name_that_the_program_says_it_has(tmp_path: Path) -> None:
    text = system_design(tmp_path, PICOCLI)
    assert rows(text, "Commands") == [
        ["pay", "Pays bills for the bank.", "Pay.run"],
        ["pay send", "Sends one.", "Pay.send"],
        ["pay users", "Users.", "Users"],
    ]
    assert rows(text, "`pay`") == [["-v, --verbose", "Say more, (false)."]]
    assert rows(text, "`pay send`") == [["BILL", "String", ""], ["--times", "int", "Required."]]
    assert rows(text, "`pay users`") == [
        ["<names>", r"List<String>", "", "Who."],
        ["--limit", "int", "10", "At most 10."],
        ["--how", "java.util.Set<How>", "", "One of FAST, WELL."],
        ["-o", "File", "", "Where to."],
        ["--[no-]json", "", "", ""],
    ]


def test_a_command_that_quarkus_starts_needs_no_main(tmp_path: Path) -> None:
    top = """\
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine;

@TopCommand
@CommandLine.Command(name = "pay")
class Pay implements java.util.concurrent.Callable<Integer> {
    public Integer call() { return 0; }
}
"""
    alone = '@picocli.CommandLine.Command(name = "nobody-starts-it")\nclass Alone {}\n'
    text = system_design(tmp_path, {"Pay.java": top, "Alone.java": alone})
    assert rows(text, "Commands") == [["pay", "Pay.call"]]


def test_a_main_method_is_a_program(tmp_path: Path) -> None:
    main = "/** Starts it. */\npublic class App {\n    /** Runs. */\n    public static void main(String[] args) {}\n}\n"
    text = system_design(
        tmp_path, {"App.java": main, "No.java": "class No {\n    public void main(String[] a) {}\n}\n"}
    )
    assert rows(text, "Commands") == [["App", "Runs.", "App.main"]]


STORED = {
    "Base.java": """\
import jakarta.persistence.*;

@MappedSuperclass
public abstract class Base {
    static final long serialVersionUID = 1L;

    @Id
    @GeneratedValue
    private Long id;

    @Transient
    private boolean isNew;
}
""",
    "Bill.java": """\
import jakarta.persistence.*;
import java.util.List;
import java.util.Set;

@Entity
@Table(name = "bills")
public class Bill extends Base {
    /** As printed. */
    @Column(name = "bill_number", nullable = true)
    private String number;

    private transient int seen;

    @Embedded
    private Address address;

    @AttributeOverrides({@AttributeOverride(name = "street", column = @Column(name = "other_street"))})
    private Address other;

    @ManyToOne(optional = false)
    @JoinColumn(name = "payer_id")
    private Payer payer;

    @OneToMany(mappedBy = "bill")
    private List<Line> lines;

    @OneToMany
    @JoinColumn(name = "noted_bill")
    private Set<Note> notes;

    @ManyToMany
    @JoinTable(name = "bill_tags", joinColumns = @JoinColumn(name = "bill"),
        inverseJoinColumns = {@JoinColumn(name = "tag")})
    private Set<Tag> tags;
}
""",
    "Address.java": """\
import jakarta.persistence.Embeddable;

@Embeddable
class Address {
    String street;

    @jakarta.persistence.OneToMany
    @jakarta.persistence.JoinColumn(name = "at_bill")
    java.util.List<Tag> signs;
}
""",
    "Payer.java": """\
import javax.persistence.*;

@Entity
@Inheritance(strategy = InheritanceType.JOINED)
class Payer extends Base {
    String name;
}

@Entity
class Company extends Payer {
    String register;
}
""",
    "Note.java": """\
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class Note {
    @Id
    int at;
}

@Entity
class LongNote extends Note {
    String text;
}
""",
    "Line.java": """\
@jakarta.persistence.Entity(name = "line")
class Line {
    @jakarta.persistence.ManyToOne
    Bill bill;
}
""",
    "Tag.java": """\
import jakarta.persistence.*;

@Entity
class Tag {
    private String name;
    private java.util.List<Bill> bills;

    @Id
    @Column(name = "tag_name")
    public String getName() { return name; }

    @ManyToMany(mappedBy = "tags")
    public java.util.List<Bill> getBills() { return bills; }

    @Transient
    public boolean isNew() { return false; }
}
""",
    "sheet/Sheet.java": "package com.pay.sheet;\n\n@interface Entity {}\n\n@Entity\nclass Sheet {}\n",
}


def test_tables_of_entities_with_what_is_stored_alone(tmp_path: Path) -> None:
    text = system_design(tmp_path, STORED)
    assert re.findall(r"^### `(.*)`$", text.partition("## Tables")[2], re.MULTILINE) == [
        "Company",
        "Note",
        "Payer",
        "Tag",
        "bill_tags",
        "bills",
        "line",
    ]
    assert rows(text, "`bills`") == [
        ["id", "Long", "Primary key."],
        ["bill_number", "String", "As printed. May be empty."],
        ["street", "String", ""],
        ["other_street", "String", ""],
        ["payer_id", "Payer", "Refers to Payer."],
    ]
    assert rows(text, "`Note`") == [
        ["at", "int", "Primary key."],
        ["text", "String", "May be empty."],
        ["noted_bill", "Bill", "Refers to bills."],
    ]
    assert rows(text, "`Company`") == [["id", "Long", "Primary key. Refers to Payer."], ["register", "String", ""]]
    assert rows(text, "`bill_tags`") == [["bill", "Bill", "Refers to bills."], ["tag", "Tag", "Refers to Tag."]]
    assert rows(text, "`Tag`") == [["tag_name", "String", "Primary key."], ["at_bill", "Bill", "Refers to bills."]]
    assert rows(text, "`line`") == [["bill", "Bill", "Refers to bills."]]
    picture = text.partition("erDiagram\n")[2].partition("```")[0]
    assert 'bills }o--|| Payer : "payer_id"' in picture
