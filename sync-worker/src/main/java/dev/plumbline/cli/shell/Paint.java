package dev.plumbline.cli.shell;

/** A part of a line that stands out, where there are colours. */
public record Paint(String text, Colour colour) {
    public enum Colour {
        GOOD("32"),
        BAD("31"),
        WARN("33"),
        STRONG("1"),
        FAINT("2");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    public static Paint good(String text) {
        return new Paint(text, Colour.GOOD);
    }

    public static Paint bad(String text) {
        return new Paint(text, Colour.BAD);
    }

    public static Paint warn(String text) {
        return new Paint(text, Colour.WARN);
    }

    public static Paint strong(String text) {
        return new Paint(text, Colour.STRONG);
    }

    public static Paint faint(String text) {
        return new Paint(text, Colour.FAINT);
    }

    String ansi() {
        return "\u001B[" + colour.code + "m" + Printable.of(text) + "\u001B[0m";
    }

    @Override
    public String toString() {
        return text;
    }
}
