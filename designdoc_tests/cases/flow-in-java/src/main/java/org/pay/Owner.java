package org.pay;

public class Owner {
    private String name;

    public String getName() {
        return this.name;
    }

    public void check(String name) {
        this.name = name.trim();
    }

    public void fail() {
        System.exit(1);
    }
}
