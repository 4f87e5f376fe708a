"""Settings that frameworks of Go, Java, Rust and TypeScript read, on SYSTEM_DESIGN."""

from pathlib import Path

from designdoc_tests.test_configuration import page, variables
from designdoc_tests.test_starts import rows

GO_TAGS = """\
package main

import "github.com/caarlos0/env/v11"

// Mail is who sends mail.
type Mail struct {
	Host string `env:"HOST,required"`
}

// Config is what can be set.
type Config struct {
	// Port is where it listens.
	Port  int    `env:"SHOP_PORT" envDefault:"8000"`
	Level string `envconfig:"SHOP_LEVEL" default:"info"`
	Mail  Mail   `envPrefix:"MAIL_"`
	Other string `json:"OTHER"`
	Inner *Config
}

func main() {
	var config Config
	_ = env.Parse(&config)
}
"""


def test_tags_of_go_name_variables(tmp_path: Path) -> None:
    files = {
        "go.mod": "module example.org/shop\n\ngo 1.22\n\nrequire github.com/caarlos0/env/v11 v11.0.0\n",
        "main.go": GO_TAGS,
    }
    assert variables(tmp_path, files) == [
        ["MAIL_HOST", "string", "", "Required.", "Mail"],
        ["SHOP_LEVEL", "string", '"info"', "", "Config"],
        ["SHOP_PORT", "int", '"8000"', "Port is where it listens.", "Config"],
    ]


VIPER = """\
package main

import "github.com/spf13/viper"

func main() {
	viper.SetDefault("server.port", 8000)
	_ = viper.BindEnv("server.host", "SHOP_HOST")
	_ = viper.GetInt("server.port")
	key := "computed" + name()
	_ = viper.GetString(key)
}

func name() string { return "x" }
"""


def test_keys_of_viper(tmp_path: Path) -> None:
    files = {
        "go.mod": "module example.org/shop\n\ngo 1.22\n\nrequire github.com/spf13/viper v1.19.0\n",
        "main.go": VIPER,
    }
    text = page(tmp_path, files)
    assert rows(text, "Environment variables") == [["SHOP_HOST", "main.go"]]
    assert rows(text, "Configuration, by viper") == [
        ["server.host", "", "", "main.go"],
        ["server.port", "int", "8000", "main.go"],
    ]


def test_variables_of_all_keys_of_viper(tmp_path: Path) -> None:
    told = (
        'viper.SetEnvPrefix("shop")',
        'viper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))',
        'viper.SetDefault("most-sold", 5)',
        'viper.BindEnv("log.level")',
    )
    automatic = [*told, "viper.AutomaticEnv()", 'viper.New().GetBool("other")']
    imports = 'import (\n\t"strings"\n\n\t"github.com/spf13/viper"\n)\n'
    files = {
        "go.mod": "module example.org/shop\n\ngo 1.22\n\nrequire github.com/spf13/viper v1.19.0\n",
        "main.go": "\n".join(["package main\n", imports, "func main() {", *told, "}\n"]),
    }
    bound = page(tmp_path / "bound", files)
    assert rows(bound, "Environment variables") == [["SHOP_LOG_LEVEL", "main.go"]]
    told = (*automatic, 'viper.GetDuration("sold.wait")')
    files["main.go"] = "\n".join(["package main\n", imports, "func main() {", *told, "}\n"])
    assert rows(page(tmp_path / "all", files), "Environment variables") == [
        ["SHOP_LOG_LEVEL", "", "main.go"],
        ["SHOP_SOLD_WAIT", "time.Duration", "main.go"],
    ]


SPRING = """\
package org.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties(prefix = "shop")
public class Shop {
    /** How many are sold at once. */
    private int mostSold = 5;
    private Mail mail = new Mail();
    private Shop self;

    @Value("${shop.title:Shop}")
    private String title;

    @Value("${SHOP_TOKEN}")
    private String token;

    public static class Mail {
        private String hostName;
    }
}
"""


def test_properties_of_spring(tmp_path: Path) -> None:
    text = page(tmp_path, {"src/main/java/org/shop/Shop.java": SPRING})
    assert [row[0] for row in rows(text, "Environment variables")] == ["SHOP_TOKEN"]
    found = {row[0]: row[1:4] for row in rows(text, "Properties")}
    assert found["shop.most-sold"] == ["int", "5", "How many are sold at once."]
    assert found["shop.mail.host-name"] == ["String", "", ""]
    assert found["shop.title"] == ["String", '"Shop"', ""]
    assert "shop.self" not in found


CLAP = """\
use clap::Parser;

/// A shop.
#[derive(Parser)]
struct Arguments {
    /// Where it listens.
    #[arg(long, env = "SHOP_PORT", default_value = "8000")]
    port: u16,
    #[arg(long, env)]
    shop_host: Option<String>,
    #[arg(long)]
    other: String,
}

fn main() {
    Arguments::parse();
}
"""


def test_variables_of_clap(tmp_path: Path) -> None:
    files = {
        "Cargo.toml": '[package]\nname = "shop"\nversion = "1.0.0"\n\n[dependencies]\nclap = "4"\n',
        "src/main.rs": CLAP,
    }
    assert variables(tmp_path, files) == [
        ["SHOP_HOST", "String", "", "", "Arguments"],
        ["SHOP_PORT", "u16", '"8000"', "Where it listens.", "Arguments"],
    ]


ZOD = """\
import { z } from "zod";

const schema = z.object({
  SHOP_PORT: z.coerce.number().default(8000),
  SHOP_URL: z.string().url().describe("Where it is."),
  SHOP_MODE: z.enum(["a", "b"]).optional(),
});
const body = z.object({ NAME: z.string() });
export const env = schema.parse(process.env);
export const more = z.object({ SHOP_MORE: z.boolean().optional() }).safeParse(process.env);
export const parsed = (text: string) => body.parse(JSON.parse(text));
"""
ENVALID = """\
import { cleanEnv, str, port } from "envalid";
export const env = cleanEnv(process.env, {
  OTHER_PORT: port({ default: 3000, desc: "Where the other listens" }),
  OTHER_KEY: str(),
});
"""
NEST = """\
import { Injectable } from "@nestjs/common";
import { ConfigService } from "@nestjs/config";

/** Pays. */
@Injectable()
export class Payments {
  constructor(private readonly configService: ConfigService, private readonly map: Map<string, string>) {}

  /** Pay. */
  pay() {
    this.map.get("NO_VARIABLE");
    return this.configService.get<string>("PAY_URL", "http://localhost") + this.configService.getOrThrow("PAY_KEY");
  }
}
"""


def test_schemas_of_the_environment_and_what_services_are_asked_for(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "shop"}',
        **{"src/env.ts": ZOD, "src/other.ts": ENVALID, "src/payments.ts": NEST},
    }
    assert variables(tmp_path, files) == [
        ["OTHER_KEY", "str", "", "Required.", "src/other.ts"],
        ["OTHER_PORT", "port", "3000", "Where the other listens", "src/other.ts"],
        ["PAY_KEY", "", "", "Required.", "src/payments.ts"],
        ["PAY_URL", "", '"http://localhost"', "", "src/payments.ts"],
        ["SHOP_MODE", "enum", "", "", "src/env.ts"],
        ["SHOP_MORE", "boolean", "", "", "src/env.ts"],
        ["SHOP_PORT", "number", "8000", "", "src/env.ts"],
        ["SHOP_URL", "string", "", "Where it is. Required.", "src/env.ts"],
    ]
