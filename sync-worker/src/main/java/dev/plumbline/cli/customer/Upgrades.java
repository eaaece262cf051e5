package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What would give this customer this feature? */
@Command(
        name = "upgrades",
        description =
                "Which plan versions and add-ons on sale would give this customer a feature; the smallest step first.")
public final class Upgrades implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "CUSTOMER", description = "Our key of the customer.")
    private String customer = "";

    @Parameters(index = "1", paramLabel = "FEATURE", description = "A feature of the catalog.")
    private String feature = "";

    public Upgrades(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode answer = shell.server()
                .ask(Call.get("/v1/customers/{}/upgrades", customer).with("feature", feature))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(answer);
            return Exit.OK;
        }
        if (answer.path("why").isString()) {
            shell.terminal().line(answer.path("why").asString());
        }
        for (JsonNode offer : answer.path("data")) {
            shell.terminal()
                    .line(
                            Paint.strong(offer.path("ref").asString("")),
                            price(offer.path("listPricePerMonth")),
                            ": ",
                            offer.path("why").asString(""));
        }
        return Exit.OK;
    }

    /** In minor units there, as people write it here. Unknown is not free. */
    private static String price(JsonNode price) {
        JsonNode amount = price.path("amount");
        if (!amount.isNumber()) {
            return ", price unknown";
        }
        String currency = price.path("currency").asString("");
        try {
            int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
            BigDecimal major = amount.decimalValue().movePointLeft(digits);
            return ", " + major.toPlainString() + " " + currency + " a month";
        } catch (IllegalArgumentException unknown) {
            return ", price unknown";
        }
    }
}
