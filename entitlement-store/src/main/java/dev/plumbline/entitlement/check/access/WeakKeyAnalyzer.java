package dev.plumbline.entitlement.check.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines what a stack trace would say in forty. */
final class WeakKeyAnalyzer extends AbstractFailureAnalyzer<WeakKey> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WeakKey cause) {
        return new FailureAnalysis(cause.getMessage(), "Make one with: openssl rand -hex 32", cause);
    }
}
