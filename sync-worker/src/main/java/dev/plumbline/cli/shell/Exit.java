package dev.plumbline.cli.shell;

/** What a command ends with; scripts rely on it (04). */
public final class Exit {
    public static final int OK = 0;
    /** It could not be done, or what was looked at is wrong. */
    public static final int ERROR = 1;
    /** All went well, and there is something to look at: changes of a plan, open breaks. */
    public static final int FOUND = 2;
    /** The command was not understood. */
    public static final int USAGE = 3;

    private Exit() {}
}
