package dev.plumbline.sync.setup;

import dev.plumbline.sync.setup.DatabaseLogins.Login;

/** The tables as the product itself makes them at its start, for the tests that are not about this. */
public final class TablesMade {
    private TablesMade() {}

    public static void in(String jdbcUrl) {
        var owner = new Login("postgres", "");
        MigratedDatabase.of(new DatabaseLogins(jdbcUrl, owner, owner, owner));
    }
}
