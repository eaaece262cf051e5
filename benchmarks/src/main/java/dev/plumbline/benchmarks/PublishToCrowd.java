package dev.plumbline.benchmarks;

import static dev.plumbline.benchmarks.CrowdCatalog.moreForEverybody;

/** From a publish to the last customer who is resolved with it, and what single edits feel of it meanwhile. */
final class PublishToCrowd implements Runnable {
    private final Crowded crowded;

    PublishToCrowd(Crowded crowded) {
        this.crowded = crowded;
    }

    @Override
    public void run() {
        publish("first answers of all", CrowdCatalog.published());
        publish("no answer changes", CrowdCatalog.renamed());
        publish("every answer changes", moreForEverybody(2));
        publish("no answer changes, again", moreForEverybody(2).replace("name: Beta,", "name: Try it,"));

        Edits quiet = Edits.begin(crowded);
        Report.say("%nedits, nothing else going on:   %s", quiet.end(40));
        Edits meanwhile = Edits.begin(crowded);
        publish("every answer changes, edits going on", moreForEverybody(3));
        Report.say("edits meanwhile:                %s", meanwhile.end(0));
        Report.say(
                "%,d answers in history, %,d customers in quarantine",
                crowded.number("select count(*) from entitlement_history"),
                crowded.number("select count(*) from break where type = 'QUARANTINED'"));
    }

    private void publish(String what, String catalog) {
        crowded.measured(what, () -> {
            crowded.publish(catalog);
            return what;
        });
    }
}
