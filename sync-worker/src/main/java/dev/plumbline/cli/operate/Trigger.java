package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Reply;
import dev.plumbline.cli.shell.Shell;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Does a webhook come through? Signed and shaped like a real one, as bad as real ones are. */
@Command(
        name = "trigger",
        description = {
            "Sign a webhook of the real shape and post it to a local Plumbline.",
            "The secret is taken from PLUMBLINE_STRIPE_<ACCOUNT>_WEBHOOK_SECRETS; for the demo from"
                    + " PLUMBLINE_DEMO_WEBHOOK_SECRET, set for it and for this. The event only says whom to look at: what is"
                    + " true of the customer is fetched."
        })
public final class Trigger implements Callable<Integer> {
    private static final String STRIPE = "stripe";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PROVIDER", description = "The billing system: stripe.")
    private String provider = "";

    @Parameters(index = "1", paramLabel = "EVENT", description = "The type, such as customer.subscription.updated.")
    private String type = "";

    @Option(
            names = "--customer",
            paramLabel = "ID",
            defaultValue = "cus_rehearsal",
            description = "Whom it is about, by the billing system's id. Default: ${DEFAULT-VALUE}.")
    private String customer = "";

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            defaultValue = "default",
            description = "The account it comes from. Default: ${DEFAULT-VALUE}.")
    private String account = "";

    @Option(names = "--duplicate", description = "Deliver everything twice.")
    private boolean duplicate;

    @Option(names = "--reorder", description = "Deliver with it all that happened at once, the last first.")
    private boolean reorder;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description =
                    "As if it had been on its way for so long, such as PT10M: made then, signed and delivered now.")
    private Duration delay = Duration.ZERO;

    @Option(names = "--yes", description = "Also to another machine than this one.")
    private boolean yes;

    public Trigger(Shell shell) {
        this.shell = shell;
    }

    private record Delivered(Event event, int status) {}

    @Override
    public Integer call() {
        List<Event> events = planned();
        LocalAccount from = LocalAccount.of(shell, provider, account);
        refuseAwayFromHome();
        if (from.secrets().isEmpty()) {
            throw Failure.of(
                    "There is no secret to sign with",
                    "Set " + LocalAccount.variable(provider, account, "WEBHOOK_SECRETS")
                            + " to what the server has (for the demo: start it and this with PLUMBLINE_DEMO_WEBHOOK_SECRET=whsec_…)");
        }
        var delivered = new ArrayList<Delivered>();
        for (Event event : events) {
            delivered.add(deliver(event, from));
        }
        show(delivered);
        return delivered.stream().allMatch(one -> one.status() / 100 == 2) ? Exit.OK : Exit.ERROR;
    }

    /** In the order in which they are to arrive. */
    private List<Event> planned() {
        if (!provider.equals(STRIPE)) {
            throw new ParameterException(
                    spec.commandLine(), "There is no rehearsal for \"" + provider + "\", only for stripe");
        }
        if (!account.matches("[a-z0-9]{1,64}")) {
            throw new ParameterException(
                    spec.commandLine(), "An account's name has lower-case letters and digits only");
        }
        if (delay.isNegative()) {
            throw new ParameterException(spec.commandLine(), "Nothing arrives before it happens: --delay is positive");
        }
        Instant made = shell.clock().instant().minus(delay);
        boolean live = LocalAccount.of(shell, provider, account).live();
        var rehearsal =
                Rehearsal.of(customer, live, made, ThreadLocalRandom.current().nextLong());
        List<Event> act = rehearsal.actWith(type);
        if (act.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no event \"" + type + "\" to rehearse; there are "
                            + String.join(", ", rehearsal.types()));
        }
        List<Event> chosen = reorder
                ? act.reversed()
                : List.of(act.stream()
                        .filter(event -> event.type().equals(type))
                        .findFirst()
                        .orElseThrow());
        return duplicate
                ? chosen.stream()
                        .flatMap(event -> List.of(event, event).stream())
                        .toList()
                : chosen;
    }

    private void refuseAwayFromHome() {
        if (!shell.server().isOnThisMachine() && !yes) {
            throw Failure.of(
                    shell.server().base() + " is not on this machine: a made-up event does not belong into production",
                    "Set PLUMBLINE_URL to a local one, or say --yes if you mean it");
        }
    }

    private Delivered deliver(Event event, LocalAccount from) {
        byte[] body = event.body();
        Reply reply = shell.server()
                .send(Call.post("/webhooks/{}/{}", provider, account)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header(
                                StripeSignature.HEADER,
                                StripeSignature.header(shell.clock().instant(), body, from.secrets()))
                        .bytes(body)
                        .withoutKey());
        return new Delivered(event, reply.status());
    }

    private void show(List<Delivered> delivered) {
        if (shell.terminal().wantsJson()) {
            ArrayNode all = JSON.createArrayNode();
            delivered.forEach(one -> all.addObject()
                    .put("event", one.event().id())
                    .put("type", one.event().type())
                    .put("status", one.status()));
            shell.terminal().json(all);
            return;
        }
        for (Delivered one : delivered) {
            boolean kept = one.status() / 100 == 2;
            String status = Integer.toString(one.status());
            shell.terminal()
                    .line(
                            kept ? Paint.good(status) : Paint.bad(status),
                            " ",
                            one.event().id(),
                            " ",
                            one.event().type(),
                            kept ? "" : ": " + why(one.status()));
        }
    }

    private static String why(int status) {
        return switch (status) {
            case 401 -> "the secret here is not the server's, or the clocks differ by more than five minutes";
            case 404 -> "the server has no such account, or no webhook secret for it";
            case 503 -> "it could not be kept; the server asks for it again later";
            default -> "see the log of the server";
        };
    }
}
