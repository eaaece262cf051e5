package dev.plumbline.entitlement.check.idempotency;

import dev.plumbline.entitlement.check.http.Unrepeatable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells the filter, which does not know handlers, that this one's answer is not to be kept. */
@Component
class UnrepeatableMark implements HandlerInterceptor, WebMvcConfigurer {
    static final String ATTRIBUTE = Unrepeatable.class.getName();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(Unrepeatable.class)) {
            request.setAttribute(ATTRIBUTE, true);
        }
        return true;
    }
}
