package dev.plumbline.entitlement.model.file;

/**
 * Why a catalog file is refused, at one place of it.
 *
 * @param code the name of a {@link ProblemCode}
 * @param message for people: what is wrong, and how to mend it
 * @param pointer JSON pointer of the place
 * @param line from 1; 0 when the problem has no place in the file
 * @param column from 1
 */
public record Problem(String code, String message, String pointer, int line, int column) {
    Problem(ProblemCode code, String message, String pointer, Locations.Mark mark) {
        this(code.name(), message, pointer, mark.line(), mark.column());
    }

    /** An edit of what was published, as against a file that is wrong in itself. */
    public boolean isFrozen() {
        return code.equals(ProblemCode.FROZEN_VERSION_CHANGED.name());
    }

    @Override
    public String toString() {
        return line + ":" + column + " " + code + " " + message;
    }
}
