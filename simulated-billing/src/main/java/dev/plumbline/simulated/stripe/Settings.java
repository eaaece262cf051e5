package dev.plumbline.simulated.stripe;

/** What kind of account this is, and how much it remembers. */
public record Settings(boolean livemode, ApiVersion version, int eventsKept, int invoicesKeptPerCustomer) {
    public static Settings testMode() {
        return new Settings(false, ApiVersion.DAHLIA, 20_000, 24);
    }

    public static Settings liveMode() {
        return new Settings(true, ApiVersion.DAHLIA, 20_000, 24);
    }

    public Settings keeping(int events) {
        return new Settings(livemode, version, events, invoicesKeptPerCustomer);
    }
}
