package dev.plumbline.sync.setup;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only on nodes that have one of these roles. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(ConditionalOnRole.OnRole.class)
public @interface ConditionalOnRole {
    Role[] value();

    /** Whether this node has one of them. */
    final class OnRole implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Map<String, @Nullable Object> annotation = Objects.requireNonNull(
                    metadata.getAnnotationAttributes(ConditionalOnRole.class.getName()),
                    "Only this annotation brings the condition");
            Set<Role> here = Role.of(context.getEnvironment());
            return Arrays.stream((Role[]) Objects.requireNonNull(annotation.get("value"), "The roles are required"))
                    .anyMatch(here::contains);
        }
    }
}
