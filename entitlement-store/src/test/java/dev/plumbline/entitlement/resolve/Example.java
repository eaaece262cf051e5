package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Model;
import java.util.SplittableRandom;

/** A model and a customer that were made up at random: at once, or by what happened to the customer in the course of time. */
record Example(Model model, Facts facts) {
    /** @param oneWindow limits of one feature are for one window everywhere, as law L-3 wants it */
    static Example of(SplittableRandom random, boolean oneWindow) {
        var model = RandomModel.of(random, oneWindow);
        if (random.nextInt(3) > 0) {
            return new Example(model, new RandomFacts(random).facts());
        }
        var world = World.lived(model, random);
        return new Example(world.model(), world.assembled().facts());
    }

    static Example of(SplittableRandom random) {
        return of(random, random.nextBoolean());
    }

    Example with(Facts other) {
        return new Example(model, other);
    }

    Example with(Model other) {
        return new Example(other, facts);
    }

    @Override
    public String toString() {
        return "facts: " + facts + "\nmodel: " + model;
    }
}
