package dev.plumbline.sync.console.finance;

import java.util.List;

/** From numbers to the height of a picture: from 0 up to a round number that is not less than any of them. */
record Scale(long most, int top, int bottom) {
    /** @param top where the greatest number is drawn, in units of the picture that grow downwards */
    static Scale upTo(long greatest, int top, int bottom) {
        long ten = 1;
        while (ten <= greatest / 10) {
            ten *= 10;
        }
        long most = Math.max(1, greatest);
        for (long step : List.of(ten, 2 * ten, 5 * ten, 10 * ten)) {
            if (step >= most) {
                return new Scale(step, top, bottom);
            }
        }
        return new Scale(most, top, bottom);
    }

    int y(long number) {
        long height = bottom - (long) top;
        return (int) (bottom - Math.round((double) Math.max(0, number) * height / most));
    }

    int height(long number) {
        return bottom - y(number);
    }

    /** A line across the picture, and what it stands for. */
    record Tick(int y, long number) {}

    List<Tick> ticks() {
        return most == 1
                ? List.of(new Tick(bottom, 0), new Tick(top, 1))
                : List.of(new Tick(bottom, 0), new Tick(y(most / 2), most / 2), new Tick(top, most));
    }
}
